package io.daytwo.retry;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call under a policy, by resilience4j, with what it lacks: a time budget and a typed end on interruption. */
final class ResilienceRetry {
    private static final Logger LOG = LoggerFactory.getLogger(ResilienceRetry.class);

    private final RetryPolicy policy;
    private final String what;
    private final long started = System.nanoTime();

    ResilienceRetry(RetryPolicy policy, String what) {
        this.policy = policy;
        this.what = what;
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
                .intervalFunction(delays())
                .retryOnException(failure -> failure instanceof Transient && isWithinBudget())
                .build();
    }

    private IntervalFunction delays() {
        long first = Math.max(1, policy.delay().toMillis());
        long longest = Math.max(first, policy.budget().toMillis());
        return policy.jitter() == 0
                ? IntervalFunction.ofExponentialBackoff(first, Math.max(1.0, policy.factor()), longest)
                : IntervalFunction.ofExponentialRandomBackoff(first, policy.factor(), policy.jitter(), longest);
    }

    private boolean isWithinBudget() {
        return Duration.ofNanos(System.nanoTime() - started).compareTo(policy.budget()) < 0;
    }
}
