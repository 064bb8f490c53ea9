package io.daytwo.retry;

import io.daytwo.DayTwoException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A wait for a condition, as a value: what is waited for, how long (30 s unless said otherwise), how often it is looked
 * at (every 500 ms). Immutable, each call returns a copy; blocks the thread that calls {@link #until}.
 *
 * @param what completes "waited 30 s for …"
 * @param limit from the first look; at least one look is taken
 * @param pause between two looks
 * @param remedy what to do when the time is over
 */
public record Await(String what, Duration limit, Duration pause, String remedy) {
    /**
     * Checks the ranges.
     *
     * @param what completes "waited 30 s for …"
     * @param limit not negative, less than a year
     * @param pause not negative, less than a year
     * @param remedy one sentence
     */
    public Await {
        if (limit.isNegative() || limit.toDays() >= 365) {
            throw new IllegalArgumentException("limit: negative, or a year or more");
        }
        if (pause.isNegative() || pause.toDays() >= 365) {
            throw new IllegalArgumentException("pause: negative, or a year or more");
        }
    }

    /**
     * A wait with the defaults.
     *
     * @param what completes "waited 30 s for …", e.g. {@code etcd on cp1 to be healthy}
     * @return the wait
     */
    public static Await forThat(String what) {
        return new Await(
                what,
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                "Find out what keeps it, then run the operation again.");
    }

    /**
     * Changes the deadline.
     *
     * @param most how long to wait
     * @return a copy
     */
    public Await within(Duration most) {
        return new Await(what, most, pause, remedy);
    }

    /**
     * Changes the pace.
     *
     * @param time between two looks
     * @return a copy
     */
    public Await every(Duration time) {
        return new Await(what, limit, time, remedy);
    }

    /**
     * Changes the advice.
     *
     * @param advice one sentence: what to do when the time is over
     * @return a copy
     */
    public Await orElse(String advice) {
        return new Await(what, limit, pause, advice);
    }

    /**
     * Looks until the condition holds. A look that fails with a {@link Transient} error counts as an observation; any
     * other failure is thrown at once.
     *
     * @param look observes; has its own deadline
     * @param condition judges what was observed
     * @param <T> what is observed; its text appears in the error
     * @return the observation that satisfied the condition
     * @throws AwaitTimeoutException if none did in time; it carries the last observation
     * @throws WaitInterruptedException if the thread was interrupted; its flag is set again
     */
    public <T> T until(Supplier<T> look, Predicate<? super T> condition) {
        long started = System.nanoTime();
        while (true) {
            String seen;
            RuntimeException failure = null;
            try {
                T now = look.get();
                if (condition.test(now)) {
                    return now;
                }
                seen = String.valueOf(now);
            } catch (DayTwoException e) {
                if (!(e instanceof Transient)) {
                    throw e;
                }
                failure = e;
                seen = String.valueOf(e.getMessage());
            }
            long left = limit.toNanos() - (System.nanoTime() - started);
            if (left <= 0) {
                Duration waited = Duration.ofNanos(System.nanoTime() - started);
                throw new AwaitTimeoutException(what, waited, seen, remedy, failure);
            }
            rest(Math.min(left, pause.toNanos()));
        }
    }

    private void rest(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WaitInterruptedException(what, e);
        }
    }
}
