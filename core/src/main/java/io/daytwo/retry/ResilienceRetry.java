package io.daytwo.retry;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call under a policy, by resilience4j, with what it lacks: a time budget and a typed end on interruption. */
final class ResilienceRetry {
    private static final Logger LOG = LoggerFactory.getLogger(ResilienceRetry.class);

    private final RetryPolicy policy;
    private final String what;
    private final IntervalFunction delays;
    private final long started = System.nanoTime();
    private int tried;
    private long nextDelay;

    ResilienceRetry(RetryPolicy policy, String what) {
        this.policy = policy;
        this.what = what;
        this.delays = delays(policy);
    }

    <T> T call(Supplier<T> work) {
        Retry retry = Retry.of("daytwo", config());
        retry.getEventPublisher()
                .onRetry(event -> LOG.debug(
                        "{}: try {} failed, next in {} ms: {}",
                        what,
                        event.getNumberOfRetryAttempts(),
                        event.getWaitInterval().toMillis(),
                        String.valueOf(event.getLastThrowable())));
        try {
            return retry.executeSupplier(() -> attempt(work));
        } catch (RuntimeException e) {
            if (e instanceof Transient && Thread.currentThread().isInterrupted()) {
                throw new WaitInterruptedException(what, e);
            }
            throw e;
        }
    }

    private <T> T attempt(Supplier<T> work) {
        if (Thread.currentThread().isInterrupted()) {
            throw new WaitInterruptedException(what, null);
        }
        return work.get();
    }

    private RetryConfig config() {
        return RetryConfig.custom()
                .maxAttempts(policy.attempts())
                .retryOnException(failure -> failure instanceof Transient passing && fitsTheBudget(passing))
                .intervalFunction(attempt -> nextDelay)
                .build();
    }

    /** Draws the next delay here, before it is asked for: one that leads behind the budget is not slept at all. */
    private boolean fitsTheBudget(Transient failure) {
        nextDelay = Math.max(delays.apply(++tried), failure.notBefore().toMillis());
        return System.nanoTime() - started + TimeUnit.MILLISECONDS.toNanos(nextDelay)
                <= policy.budget().toNanos();
    }

    private static IntervalFunction delays(RetryPolicy policy) {
        long first = Math.max(1, policy.delay().toMillis());
        return policy.jitter() == 0
                ? IntervalFunction.ofExponentialBackoff(first, Math.max(1.0, policy.factor()))
                : IntervalFunction.ofExponentialRandomBackoff(first, policy.factor(), policy.jitter());
    }
}
