package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.manifests.StaticPodRestart;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import io.daytwo.plan.Safeguard;
import io.daytwo.progress.PlanEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Static Pods read their certificates anew, each restarted once, whatever happens to the operator meanwhile. */
@Tag("long")
@Testbed(controlPlanes = 1)
class StaticPodRestartStory {
    private static final List<String> COMPONENTS =
            List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");

    @TempDir
    private Path folder;

    private static Plan plan(Nodes nodes, List<String> components) {
        return Plan.of(
                "restart all",
                nodes,
                components.stream()
                        .map(component ->
                                StaticPodRestart.of("cp1", component).guardedBy((node, asked) -> new Safeguard.Yes()))
                        .toList());
    }

    private static String pids(ClusterUnderTest cluster) {
        return cluster.ssh("root@cp1", "pgrep -x 'etcd|kube-(apiserver|controller|scheduler).*'");
    }

    /** As a renewal does: files are written, nothing is told. */
    private static void renew(ClusterUnderTest cluster) {
        cluster.ssh("root@cp1", "cd /etc/kubernetes && touch pki/etcd/server.crt pki/apiserver.crt *.conf");
    }

    @Test
    void eachIsRestartedOnceAfterItsFilesWereWritten(ClusterUnderTest cluster) {
        RunOptions options = RunOptions.defaults().journal(Journal.at(folder.resolve("restart.journal")));
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            Nodes nodes = Nodes.of(List.of("cp1"), name -> cp1);
            assertThat(plan(nodes, COMPONENTS).run(options).applied()).isEmpty();
            String before = pids(cluster);
            renew(cluster);
            PlanResult result = plan(nodes, COMPONENTS).run(options);
            // Without the API the other two lose their leases, end by themselves and have read their files anew.
            assertThat(result.applied()).contains("cp1/restart-etcd", "cp1/restart-kube-apiserver");
            assertThat(pids(cluster).lines())
                    .hasSize(COMPONENTS.size())
                    .doesNotContainAnyElementsOf(before.lines().toList());
            assertThat(plan(nodes, COMPONENTS).run(options).applied()).isEmpty();
            Wellness.expect(cluster);
            cluster.say(result.steps().stream()
                    .map(step ->
                            step.id() + " " + step.took().toSeconds() + " s" + (step.applied() ? "" : " (by itself)"))
                    .collect(Collectors.joining(", ")));
        }
    }

    @Test
    void aKilledOneIsContinuedAndNoManifestIsLost(ClusterUnderTest cluster) throws IOException, InterruptedException {
        renew(cluster);
        continued(cluster, RestartApiServer.class, "kube-apiserver");
        continued(cluster, RestartEtcd.class, "etcd");
        assertThat(cluster.ssh("root@cp1", "ls /etc/kubernetes/manifests").lines())
                .hasSize(COMPONENTS.size());
        cluster.awaitReadyz(Duration.ofMinutes(2));
        Wellness.expect(cluster);
        cluster.say(
                "killed with kube-apiserver's manifest parked, then with etcd's; the kubelet was restarted; each was ended");
    }

    private void continued(
            ClusterUnderTest cluster, Class<? extends OperatorProcess.Operation> operation, String component)
            throws IOException, InterruptedException {
        Path journal = folder.resolve(component + ".journal");
        assertThat(OperatorProcess.killed(operation, journal, PlanEvent.StepNoted.class, "cp1/restart-" + component))
                .isEqualTo(OperatorProcess.KILLED);
        assertThat(parked(cluster)).isEqualTo(component + ".yaml");
        cluster.ssh("root@cp1", "systemctl restart kubelet");
        assertThat(OperatorProcess.run(operation, journal)).isZero();
        assertThat(parked(cluster)).isEmpty();
    }

    private static String parked(ClusterUnderTest cluster) {
        return cluster.ssh("root@cp1", "ls /etc/kubernetes/daytwo-parked").strip();
    }

    private static Plan restart(ClusterUnderTest cluster, String component) {
        Nodes nodes = Nodes.of(List.of("cp1"), name -> cluster.node(name).asRoot());
        return plan(nodes, List.of(component));
    }

    static final class RestartApiServer implements OperatorProcess.Operation {
        @Override
        public Plan plan(ClusterUnderTest cluster) {
            return restart(cluster, "kube-apiserver");
        }
    }

    static final class RestartEtcd implements OperatorProcess.Operation {
        @Override
        public Plan plan(ClusterUnderTest cluster) {
            return restart(cluster, "etcd");
        }
    }
}
