package io.daytwo.retry;

import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How often to try again, and how long in all. Only a failure marked {@link Transient} is tried again; every other one,
 * and the last, is thrown as it is. Immutable; a call blocks its thread and may be made from many.
 *
 * @param attempts the most tries, the first included
 * @param delay before the second try
 * @param factor each further delay is this many times longer
 * @param jitter each delay is shorter or longer by up to this part of it, 0 to less than 1
 * @param budget no try begins later than this after the first began; a try that runs is not cut, it has its own
 *     deadline
 */
public record RetryPolicy(int attempts, Duration delay, double factor, double jitter, Duration budget) {
    /**
     * Checks the ranges.
     *
     * @param attempts at least 1
     * @param delay not negative, less than a year
     * @param factor 1 to 100
     * @param jitter 0 to less than 1
     * @param budget not negative, less than a year
     */
    public RetryPolicy {
        require(attempts >= 1, "attempts: at least 1");
        require(!delay.isNegative() && delay.toDays() < 365, "delay: not negative, less than a year");
        require(factor >= 1 && factor <= 100, "factor: 1 to 100");
        require(jitter >= 0 && jitter < 1, "jitter: 0 to less than 1");
        require(!budget.isNegative() && budget.toDays() < 365, "budget: not negative, less than a year");
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(expected);
        }
    }

    /** {@return 5 tries, 500 ms growing twofold with 30 % jitter, 30 s in all} */
    public static RetryPolicy defaults() {
        return new RetryPolicy(5, Duration.ofMillis(500), 2, 0.3, Duration.ofSeconds(30));
    }

    /** {@return one try, no more} */
    public static RetryPolicy once() {
        return new RetryPolicy(1, Duration.ZERO, 1, 0, Duration.ZERO);
    }

    /**
     * Takes tries and delays from a resilience4j configuration: the first two delays as it computes them now, which
     * give the factor. Its predicates on results and exceptions are not taken: what may be tried again is decided by
     * {@link Transient}. The budget is that of {@link #defaults()}.
     *
     * @param config an embedder's own configuration
     * @return the policy
     */
    public static RetryPolicy from(RetryConfig config) {
        long first = delayOf(config, 1);
        long second = delayOf(config, 2);
        double factor = first == 0 ? 1 : Math.min(100, Math.max(1, (double) second / first));
        RetryPolicy defaults = defaults();
        return new RetryPolicy(config.getMaxAttempts(), Duration.ofMillis(first), factor, 0, defaults.budget);
    }

    private static long delayOf(RetryConfig config, int attempt) {
        return config.<Object>getIntervalBiFunction().apply(attempt, Either.left(new IllegalStateException("probe")));
    }

    /**
     * Changes the number of tries.
     *
     * @param most the first included
     * @return a copy
     */
    public RetryPolicy withAttempts(int most) {
        return new RetryPolicy(most, delay, factor, jitter, budget);
    }

    /**
     * Changes the first delay.
     *
     * @param first before the second try
     * @return a copy
     */
    public RetryPolicy withDelay(Duration first) {
        return new RetryPolicy(attempts, first, factor, jitter, budget);
    }

    /**
     * Changes the time budget.
     *
     * @param all from the first try's begin to the last try's begin
     * @return a copy
     */
    public RetryPolicy withBudget(Duration all) {
        return new RetryPolicy(attempts, delay, factor, jitter, all);
    }

    /**
     * Runs work until it succeeds, fails for good, or tries or budget are used up.
     *
     * @param what the work in a few words, for logs and messages
     * @param work safe to run again
     * @param <T> what it gives
     * @return what it gave
     * @throws WaitInterruptedException if the thread was interrupted between tries; its flag is set again
     */
    public <T> T call(String what, Supplier<T> work) {
        return new ResilienceRetry(this, what).call(work);
    }
}
