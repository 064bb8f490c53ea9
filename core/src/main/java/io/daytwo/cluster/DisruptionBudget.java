package io.daytwo.cluster;

import java.util.List;

/**
 * A PodDisruptionBudget as its controller last computed it.
 *
 * @param namespace whose Pods it covers
 * @param name of the object
 * @param selector which Pods, as kubectl writes selectors, e.g. {@code app=web,tier in (a,b)}; empty means all
 * @param demand e.g. {@code minAvailable 2} or {@code maxUnavailable 25%}
 * @param disruptionsAllowed how many evictions it allows now
 * @param currentHealthy Pods that count as healthy
 * @param desiredHealthy healthy Pods it demands
 * @param expectedPods Pods it covers
 * @param evictsUnhealthy whether Pods that are not ready may be evicted whatever it allows ({@code AlwaysAllow})
 * @param current whether the controller has seen the object as it is; until then nothing is evicted
 * @param conditions all of them
 */
public record DisruptionBudget(
        String namespace,
        String name,
        PodSelector selector,
        String demand,
        int disruptionsAllowed,
        int currentHealthy,
        int desiredHealthy,
        int expectedPods,
        boolean evictsUnhealthy,
        boolean current,
        List<Condition> conditions) {
    /**
     * Copies the list.
     *
     * @param namespace whose Pods it covers
     * @param name of the object
     * @param selector which Pods
     * @param demand in words
     * @param disruptionsAllowed now
     * @param currentHealthy Pods
     * @param desiredHealthy Pods
     * @param expectedPods Pods
     * @param evictsUnhealthy whether always
     * @param current whether seen by the controller
     * @param conditions all of them
     */
    public DisruptionBudget {
        conditions = List.copyOf(conditions);
    }

    /**
     * Whether it has a say when this Pod is evicted. A Pod that two budgets cover is evicted never.
     *
     * @param pod with its labels
     * @return whether namespace and selector match
     */
    public boolean covers(Pod pod) {
        return pod.reference().namespace().equals(namespace) && selector.matches(pod.labels());
    }
}
