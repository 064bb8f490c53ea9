package io.daytwo.plan;

import java.time.Duration;

/**
 * What came of a fan-out on one node.
 *
 * @param <T> what was asked for
 */
public sealed interface NodeOutcome<T> {
    /**
     * It worked.
     *
     * @param value what it returned
     * @param took wall time
     * @param <T> what was asked for
     */
    record Succeeded<T>(T value, Duration took) implements NodeOutcome<T> {}

    /**
     * It failed.
     *
     * @param error why
     * @param took wall time
     * @param <T> what was asked for
     */
    record Failed<T>(RuntimeException error, Duration took) implements NodeOutcome<T> {}

    /**
     * It was not begun.
     *
     * @param why e.g. another node failed before
     * @param <T> what was asked for
     */
    record NotRun<T>(String why) implements NodeOutcome<T> {}
}
