package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.manifests.pki.CertificateRole;
import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.manifests.pki.ServedCertificate;
import io.daytwo.manifests.pki.ServedCertificates;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanBlockedException;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import io.daytwo.progress.ProgressListener;
import io.daytwo.upgrade.certs.CertRenewal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of a single control plane renewed: with consent only, for then the API is away. */
@Testbed(controlPlanes = 1)
class CertRenewalStory {
    @TempDir
    private Path folder;

    private RunOptions options(String name) {
        return RunOptions.defaults()
                .journal(Journal.at(folder.resolve(name + ".journal")))
                .onProgress(ProgressListener.console(System.out));
    }

    /** The middle is the snippet that the README shows, as it is written there. */
    @Test
    void renewsWhenNeededWithConsentAndServesIt(ClusterUnderTest cluster) {
        cluster.faults().age("cp1", 320);
        String home = "/home/ops/.kube";
        cluster.ssh(
                "root@cp1",
                "mkdir -p " + home + " && cp /etc/kubernetes/admin.conf " + home + "/config" + " && echo '# mine' >> "
                        + home + "/config && chown -R ops: " + home);
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            Map<String, BigInteger> before = serials(cp1);
            RunOptions refused = options("renew");
            assertThatThrownBy(() -> CertRenewal.forNode(cp1)
                            .expiringWithin(Duration.ofDays(60))
                            .plan()
                            .run(refused))
                    .isInstanceOfSatisfying(
                            PlanBlockedException.class,
                            blocked -> assertThat(blocked.remedy()).contains("acceptDowntime"));
            assertThat(serials(cp1)).isEqualTo(before);

            RunOptions options = refused.acceptDowntime();
            long began = System.nanoTime();
            Plan renewal =
                    CertRenewal.forNode(cp1).expiringWithin(Duration.ofDays(60)).plan();
            if (!renewal.preview().isNothingToDo()) renewal.run(options);
            cluster.say(
                    "renewed in " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
            assertThat(renewal.preview().isNothingToDo()).isTrue();

            Map<String, BigInteger> after = serials(cp1);
            assertThat(after)
                    .hasSameSizeAs(before)
                    .allSatisfy((name, serial) -> assertThat(serial).isNotEqualTo(before.get(name)));
            assertThat(NodeCertificates.on(cp1).misassigned()).isEmpty();
            assertThat(ServedCertificates.on(cp1).all()).allMatch(ServedCertificate::isCurrent);
        }
        assertThat(cluster.ssh("cp1", "KUBECONFIG=" + home + "/config kubectl get nodes"))
                .contains("Ready");
        assertThat(cluster.ssh("cp1", "tail -n 1 " + home + "/config; stat -c '%U %a' " + home + "/config"))
                .contains("# mine", "ops 600");
        Wellness.expect(cluster);
    }

    @Tag("long")
    @Test
    void renewsWhatIsNeededAndRestartsOnlyWhoUsesIt(ClusterUnderTest cluster) {
        try (NodeExecutor cp1 = cluster.node("cp1").asRoot()) {
            assertThat(CertRenewal.forNode(cp1)
                            .expiringWithin(Duration.ofDays(60))
                            .plan()
                            .preview(options("none"))
                            .isNothingToDo())
                    .isTrue();
            PlanResult result = CertRenewal.forNode(cp1)
                    .roles(CertificateRole.APISERVER_KUBELET_CLIENT)
                    .expiringWithin(Duration.ofDays(400))
                    .plan()
                    .run(options("one").acceptDowntime());
            // controller manager and scheduler may end by themselves while the API is away: then they are waited for
            assertThat(result.applied())
                    .extracting(step -> step.substring(step.indexOf('/') + 1))
                    .startsWith("backup-pki", "renew", "restart-kube-apiserver")
                    .doesNotContain("restart-etcd");
        }
        Wellness.expect(cluster);
    }

    static Map<String, BigInteger> serials(NodeExecutor node) {
        return NodeCertificates.on(node).all().stream()
                .filter(one -> !one.isAuthority()
                        && !one.name().startsWith("kubelet")
                        && !one.name().startsWith("/"))
                .collect(Collectors.toMap(
                        NodeCertificate::name, one -> one.certificate().getSerialNumber(), (one, same) -> one));
    }
}
