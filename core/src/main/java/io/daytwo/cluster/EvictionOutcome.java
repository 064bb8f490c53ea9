package io.daytwo.cluster;

/** What came of asking for an eviction. Kubernetes' registry/core/pod/storage/eviction.go decides. */
public sealed interface EvictionOutcome {
    /** The Pod is being deleted (in a dry run: would be). */
    record Evicted() implements EvictionOutcome {}

    /** There is no such Pod any more, or another one under its name. */
    record Gone() implements EvictionOutcome {}

    /**
     * A disruption budget does not allow it now.
     *
     * @param budget name of the PodDisruptionBudget, in the Pod's namespace; empty when the server did not say
     * @param healthy Pods it counts as healthy
     * @param desired healthy Pods it demands
     * @param evidence the server's words
     */
    record Blocked(String budget, int healthy, int desired, String evidence) implements EvictionOutcome {}

    /**
     * More than one disruption budget covers the Pod: the API server evicts it never.
     *
     * @param evidence the server's words
     */
    record TwoBudgets(String evidence) implements EvictionOutcome {}
}
