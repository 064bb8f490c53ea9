package io.daytwo.testbed;

import java.nio.file.Path;

/** What users run: Deployments with disruption budgets, a DaemonSet, a StatefulSet, in the namespace {@code work}. */
final class Workload {
    private Workload() {}

    /** Deploys and waits until all of it is rolled out. */
    static void deploy(ClusterUnderTest cluster) {
        Path manifests =
                Path.of("src/test/resources/io/daytwo/testbed/workload.yaml").toAbsolutePath();
        cluster.kubectl("apply", "-f", manifests.toString());
        for (String name : new String[] {"deployment/web", "deployment/api", "daemonset/agent", "statefulset/store"}) {
            cluster.kubectl("-n", "work", "rollout", "status", name, "--timeout=120s");
        }
        cluster.say("workload: two Deployments with budgets, a DaemonSet, a StatefulSet");
    }
}
