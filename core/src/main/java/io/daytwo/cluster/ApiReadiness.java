package io.daytwo.cluster;

import java.util.List;

/**
 * What one API server says at {@code /readyz?verbose}.
 *
 * @param ready whether it answered 200
 * @param failedChecks names of the checks that failed, e.g. {@code etcd}; empty when it did not answer at all
 * @param evidence its answer, or why there was none
 */
public record ApiReadiness(boolean ready, List<String> failedChecks, String evidence) {
    /**
     * Copies the list.
     *
     * @param ready whether it answered 200
     * @param failedChecks names
     * @param evidence its answer
     */
    public ApiReadiness {
        failedChecks = List.copyOf(failedChecks);
    }
}
