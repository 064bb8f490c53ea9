package io.daytwo.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads Pod objects, and what all objects have in common. */
final class PodReading {
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private PodReading() {}

    static Pod pod(Json pod) {
        Json spec = pod.at("spec");
        Json status = pod.at("status");
        List<String> emptyDirs = new ArrayList<>();
        List<String> claims = new ArrayList<>();
        for (Json volume : spec.list("volumes")) {
            if (volume.has("emptyDir")) {
                emptyDirs.add(volume.text("name"));
            }
            String claim = volume.at("persistentVolumeClaim").text("claimName");
            if (!claim.isEmpty()) {
                claims.add(claim);
            }
        }
        return new Pod(
                new PodReference(
                        pod.metadata().text("namespace"),
                        pod.metadata().text("name"),
                        pod.metadata().text("uid")),
                spec.text("nodeName"),
                status.text("phase"),
                conditions(status).stream()
                        .anyMatch(condition -> condition.type().equals("Ready")
                                && condition.status().equals("True")),
                controller(pod),
                pod.metadata().texts("annotations").containsKey(MIRROR),
                pod.metadata().texts("labels"),
                emptyDirs,
                claims,
                spec.number("priority"),
                Duration.ofSeconds(spec.number("terminationGracePeriodSeconds")),
                pod.metadata().time("deletionTimestamp"));
    }

    static Optional<Owner> controller(Json object) {
        return object.metadata().list("ownerReferences").stream()
                .filter(owner -> owner.flag("controller"))
                .map(owner ->
                        new Owner(owner.text("apiVersion"), owner.text("kind"), owner.text("name"), owner.text("uid")))
                .findFirst();
    }

    static List<Condition> conditions(Json status) {
        return status.list("conditions").stream()
                .map(condition -> new Condition(
                        condition.text("type"),
                        condition.text("status"),
                        condition.text("reason"),
                        condition.text("message")))
                .toList();
    }
}
