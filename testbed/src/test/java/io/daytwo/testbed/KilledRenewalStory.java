package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.manifests.pki.ServedCertificate;
import io.daytwo.manifests.pki.ServedCertificates;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.RunOptions;
import io.daytwo.progress.PlanEvent;
import io.daytwo.upgrade.certs.CertRenewal;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's machine dies at every step of a renewal, and the node in the middle of kubeadm's writes. */
@Testbed(controlPlanes = 1)
class KilledRenewalStory {
    @TempDir
    private Path folder;

    @Test
    void endsAsIfNobodyHadDied(ClusterUnderTest cluster) throws IOException, InterruptedException {
        Path journal = folder.resolve("renewal.journal");
        Map<String, BigInteger> before;
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            before = CertRenewalStory.serials(cp1);
        }
        kill(journal, PlanEvent.StepStarted.class, "backup-pki");
        kill(journal, PlanEvent.StepStarted.class, "renew");
        kill(journal, PlanEvent.StepNoted.class, "renew");
        // What a power cut leaves of kubeadm's writes: a key without its certificate, half a certificate, half a file.
        cluster.ssh(
                "root@cp1",
                "cd /etc/kubernetes && cp pki/etcd/server.key pki/apiserver.key && truncate -s 200 pki/etcd/peer.crt"
                        + " && truncate -s 2000 scheduler.conf");
        kill(journal, PlanEvent.StepStarted.class, "restart-etcd");
        assertThat(cluster.ssh("root@cp1", "ls /var/lib/daytwo/backup").lines())
                .as("one backup, one file for kubeadm")
                .hasSize(2);
        kill(journal, PlanEvent.StepNoted.class, "restart-etcd: parked");
        // The others may have ended by themselves while etcd was away: then they are new, and nothing is started.
        for (String component : List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler")) {
            assertThat(OperatorProcess.killed(
                            Renewal.class, journal, PlanEvent.StepStarted.class, "cp1/restart-" + component))
                    .as(component)
                    .isIn(OperatorProcess.KILLED, 0);
        }
        assertThat(OperatorProcess.run(Renewal.class, journal)).isZero();
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            assertThat(CertRenewalStory.serials(cp1))
                    .hasSameSizeAs(before)
                    .allSatisfy((name, serial) -> assertThat(serial).isNotEqualTo(before.get(name)));
            assertThat(NodeCertificates.on(cp1).misassigned()).isEmpty();
            assertThat(ServedCertificates.on(cp1).all()).allMatch(ServedCertificate::isCurrent);
        }
        Wellness.expect(cluster);
        cluster.say("killed at five places and more, ended by another process; three torn files put right");
    }

    private static void kill(Path journal, Class<? extends PlanEvent> event, String step)
            throws IOException, InterruptedException {
        assertThat(OperatorProcess.killed(Renewal.class, journal, event, "cp1/" + step))
                .as(step)
                .isEqualTo(OperatorProcess.KILLED);
    }

    static final class Renewal implements OperatorProcess.Operation {
        @Override
        public Plan plan(ClusterUnderTest cluster) {
            return CertRenewal.forControlPlanes(Nodes.of(
                            List.of("cp1"), machine -> cluster.node(machine).asRoot()))
                    .all()
                    .plan();
        }

        @Override
        public RunOptions with(RunOptions options) {
            return options.acceptDowntime();
        }
    }
}
