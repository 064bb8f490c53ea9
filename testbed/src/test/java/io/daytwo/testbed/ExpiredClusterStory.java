package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.manifests.pki.ServedCertificate;
import io.daytwo.manifests.pki.ServedCertificates;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import io.daytwo.progress.ProgressListener;
import io.daytwo.retry.Await;
import io.daytwo.upgrade.certs.CertRenewal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every certificate expired, every kubelet given up, no API server, no quorum: SSH is all there is. */
@Testbed(controlPlanes = 3, workers = 2)
class ExpiredClusterStory {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void isAllGreenAgainOverSshAlone(ClusterUnderTest cluster) {
        for (String node : cluster.controlPlanes()) {
            cluster.faults().age(node, 400);
        }
        cluster.controlPlanes().forEach(cluster.faults()::crash);
        cluster.controlPlanes().forEach(cluster.faults()::boot);
        for (String node : cluster.controlPlanes()) {
            var unused = Await.forThat("the kubelet of " + node + " to give up")
                    .within(LIMIT)
                    .until(
                            () -> cluster.trySsh("root@" + node, "journalctl -b -u kubelet --no-pager")
                                    .stdout(),
                            journal -> journal.contains("is expired"));
            assertThat(cluster.api(node).serves("/readyz")).isFalse();
        }
        try (Nodes nodes = Nodes.of(
                cluster.controlPlanes(), machine -> cluster.node(machine).asRoot())) {
            Plan plan = CertRenewal.forControlPlanes(nodes)
                    .expiringWithin(Duration.ofDays(30))
                    .plan();
            RunOptions options = RunOptions.defaults()
                    .journal(Journal.at(folder.resolve("expired.journal")))
                    .onProgress(ProgressListener.console(System.out));
            plan.preview(options).lines().forEach(System.out::println);
            PlanResult result = plan.run(options);
            cluster.say("three control planes from dead to served in "
                    + result.took().toSeconds() + " s");
            for (String node : nodes.names()) {
                assertThat(NodeCertificates.on(nodes.node(node)).expiringWithin(Duration.ofDays(300)))
                        .isEmpty();
                assertThat(ServedCertificates.on(nodes.node(node)).all()).allMatch(ServedCertificate::isCurrent);
            }
        }
        cluster.ssh("root@cp1", "kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes");
    }
}
