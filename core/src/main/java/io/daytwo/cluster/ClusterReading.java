package io.daytwo.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists of what runs in the cluster. */
final class ClusterReading {
    private static final String APPS = "/apis/apps/v1/";

    private final Pages pages;

    ClusterReading(ApiTransport api) {
        this.pages = new Pages(api);
    }

    List<Pod> podsOn(String node) {
        String path = "/api/v1/pods?fieldSelector=spec.nodeName%3D" + Names.segment("node", node);
        return pages.all(path).stream().map(PodReading::pod).toList();
    }

    List<DisruptionBudget> disruptionBudgets() {
        return pages.all("/apis/policy/v1/poddisruptionbudgets").stream()
                .map(ClusterReading::budget)
                .toList();
    }

    private static DisruptionBudget budget(Json object) {
        Json spec = object.at("spec");
        Json status = object.at("status");
        String demand = spec.has("maxUnavailable")
                ? "maxUnavailable " + spec.text("maxUnavailable")
                : "minAvailable " + (spec.has("minAvailable") ? spec.text("minAvailable") : "1");
        return new DisruptionBudget(
                object.metadata().text("namespace"),
                object.metadata().text("name"),
                PodSelector.of(spec),
                demand,
                status.number("disruptionsAllowed"),
                status.number("currentHealthy"),
                status.number("desiredHealthy"),
                status.number("expectedPods"),
                spec.text("unhealthyPodEvictionPolicy").equals("AlwaysAllow"),
                WorkloadReading.isCurrent(object, status),
                PodReading.conditions(status));
    }

    List<Workload> workloads() {
        List<Workload> all = new ArrayList<>();
        pages.all(APPS + "deployments").forEach(object -> all.add(WorkloadReading.replicated("Deployment", object)));
        pages.all(APPS + "statefulsets").forEach(object -> all.add(WorkloadReading.replicated("StatefulSet", object)));
        pages.all(APPS + "replicasets").forEach(object -> all.add(WorkloadReading.replicated("ReplicaSet", object)));
        pages.all(APPS + "daemonsets").forEach(object -> all.add(WorkloadReading.daemonSet(object)));
        pages.all("/apis/batch/v1/jobs").forEach(object -> all.add(WorkloadReading.job(object)));
        all.sort(Comparator.comparing(Workload::namespace)
                .thenComparing(Workload::name)
                .thenComparing(Workload::kind));
        return List.copyOf(all);
    }

    List<VolumeAttachment> volumeAttachments() {
        return pages.all("/apis/storage.k8s.io/v1/volumeattachments").stream()
                .map(object -> new VolumeAttachment(
                        object.metadata().text("name"),
                        object.at("spec").text("nodeName"),
                        object.at("spec").at("source").text("persistentVolumeName"),
                        object.at("spec").text("attacher"),
                        object.at("status").flag("attached"),
                        object.at("status").at("attachError").text("message")))
                .toList();
    }
}
