package io.daytwo.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Pod as it was when it was read: what decides whether it may be evicted and what is lost with it.
 *
 * @param reference namespace, name and uid
 * @param node where it runs
 * @param phase {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed} or {@code Unknown}
 * @param ready whether its Ready condition is True
 * @param controller that makes another one; empty when nobody does
 * @param mirror whether it only shows a static Pod of the kubelet: deleting it stops nothing
 * @param labels all of them
 * @param emptyDirs names of the volumes whose content ends with it
 * @param claims names of its PersistentVolumeClaims, in its namespace
 * @param priority higher ones are preempted later; 0 unless it says otherwise
 * @param gracePeriod how long it has to end by itself
 * @param deletedAt when its deletion, already asked for, is due
 */
public record Pod(
        PodReference reference,
        String node,
        String phase,
        boolean ready,
        Optional<Owner> controller,
        boolean mirror,
        Map<String, String> labels,
        List<String> emptyDirs,
        List<String> claims,
        int priority,
        Duration gracePeriod,
        Optional<Instant> deletedAt) {
    /**
     * Copies the collections.
     *
     * @param reference namespace, name and uid
     * @param node where it runs
     * @param phase as the API has it
     * @param ready whether it is
     * @param controller of it
     * @param mirror whether it shows a static Pod
     * @param labels by name
     * @param emptyDirs names
     * @param claims names
     * @param priority of it
     * @param gracePeriod of it
     * @param deletedAt when due
     */
    public Pod {
        labels = Map.copyOf(labels);
        emptyDirs = List.copyOf(emptyDirs);
        claims = List.copyOf(claims);
    }

    /** {@return whether a DaemonSet keeps it on its node, which comes back at once after an eviction} */
    public boolean isOfDaemonSet() {
        return controller
                .filter(owner ->
                        owner.kind().equals("DaemonSet") && owner.apiVersion().startsWith("apps/"))
                .isPresent();
    }

    /** {@return whether all its containers have ended for good} */
    public boolean isFinished() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }
}
