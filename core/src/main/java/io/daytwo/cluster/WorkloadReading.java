package io.daytwo.cluster;

/** Reads workloads: each kind says the same in other words (k8s.io/api's apps/v1 and batch/v1 types.go). */
final class WorkloadReading {
    private WorkloadReading() {}

    /** Deployments, StatefulSets and ReplicaSets, the latter without a word on updates. */
    static Workload replicated(String kind, Json object) {
        Json status = object.at("status");
        int desired = object.at("spec").number("replicas", 1);
        int updated = kind.equals("ReplicaSet") ? desired : status.number("updatedReplicas");
        return workload(kind, object, desired, status.number("readyReplicas"), updated);
    }

    static Workload daemonSet(Json object) {
        Json status = object.at("status");
        return workload(
                "DaemonSet",
                object,
                status.number("desiredNumberScheduled"),
                status.number("numberReady"),
                status.number("updatedNumberScheduled"));
    }

    /** Without completions one success is enough. */
    static Workload job(Json object) {
        int desired = object.at("spec").number("completions", 1);
        return workload("Job", object, desired, object.at("status").number("succeeded"), desired);
    }

    private static Workload workload(String kind, Json object, int desired, int ready, int updated) {
        Json status = object.at("status");
        return new Workload(
                kind,
                object.metadata().text("namespace"),
                object.metadata().text("name"),
                PodReading.controller(object),
                desired,
                ready,
                updated,
                kind.equals("Job") || isCurrent(object, status));
    }

    static boolean isCurrent(Json object, Json status) {
        return status.number("observedGeneration") >= object.metadata().number("generation");
    }
}
