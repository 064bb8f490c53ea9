package io.daytwo.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many objects the cluster holds.
 *
 * @param counts by resource and group, e.g. {@code deployments.apps} or {@code pods}, sorted
 * @param unread resources and group versions that could not be counted, each with the reason, sorted
 */
public record ObjectCounts(Map<String, Long> counts, Map<String, String> unread) {
    /**
     * Copies and sorts.
     *
     * @param counts by resource
     * @param unread by resource or group version
     */
    public ObjectCounts {
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
        unread = Collections.unmodifiableMap(new TreeMap<>(unread));
    }
}
