package io.daytwo.cluster;

import java.util.Optional;

/**
 * What runs Pods, and how many of those it wants are there.
 *
 * @param kind {@code Deployment}, {@code StatefulSet}, {@code DaemonSet}, {@code ReplicaSet} or {@code Job}
 * @param namespace of the object
 * @param name of the object
 * @param controller that made it, e.g. the Deployment of a ReplicaSet
 * @param desired Pods it wants; of a Job, completions
 * @param ready Pods that are ready; of a Job, those that have succeeded
 * @param updated Pods of its newest template, where it knows templates; else as {@code desired}
 * @param current whether its controller has seen the object as it is
 */
public record Workload(
        String kind,
        String namespace,
        String name,
        Optional<Owner> controller,
        int desired,
        int ready,
        int updated,
        boolean current) {
    /** {@return whether all is as it wants it} */
    public boolean isAsDesired() {
        return current && ready >= desired && updated >= desired;
    }
}
