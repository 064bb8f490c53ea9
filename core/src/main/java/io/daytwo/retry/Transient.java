package io.daytwo.retry;

import java.time.Duration;

/**
 * Marks an exception whose reason may pass by itself, e.g. a connection that was refused. Only such failures are
 * retried; every other failure ends the work at once.
 */
public interface Transient {
    /**
     * How long the next try has to wait at least, because its target asked for it.
     *
     * @return zero unless it did
     */
    default Duration notBefore() {
        return Duration.ZERO;
    }
}
