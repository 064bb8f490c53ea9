package io.daytwo.upgrade.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.manifests.pki.CertificateRole;
import io.daytwo.plan.Change;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanPreview;
import io.daytwo.plan.RunOptions;
import io.daytwo.plan.Step;
import io.daytwo.plan.StepState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a preview says of a control plane whose etcd and API server do not run. */
class RenewalSentencesTest {
    @TempDir
    private Path folder;

    private final FakeControlPlane cp1 = new FakeControlPlane();

    @BeforeEach
    void kubeadmIsThere() {
        assertThat(cp1.node
                        .when(command -> command.argv().contains("command -v kubeadm"))
                        .thenPrint("/usr/bin/kubeadm\n"))
                .isSameAs(cp1.node);
        assertThat(cp1.node.withPort("127.0.0.1", 10250, 1)).isSameAs(cp1.node);
        for (int port : new int[] {6443, 2379, 2380}) {
            assertThat(cp1.node.withPort("10.0.0.11", port, 1)).isSameAs(cp1.node);
        }
    }

    private Plan plan() {
        return CertRenewal.forNode(cp1.node).all().plan();
    }

    private StepState state(String step) {
        PlanPreview preview = plan().preview(RunOptions.defaults()
                .journal(Journal.at(folder.resolve("run.journal")))
                .acceptDowntime());
        return preview.rows().stream()
                .filter(row -> row.id().equals("cp1/" + step))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void theStepsAreFilesFirstThenOneComponentAfterTheOther() {
        assertThat(plan().steps())
                .extracting(Step::id)
                .containsExactly(
                        "cp1/signing-requests",
                        "cp1/backup-pki",
                        "cp1/renew",
                        "cp1/repair-kubelet",
                        "cp1/restart-etcd",
                        "cp1/restart-kube-apiserver",
                        "cp1/restart-kube-controller-manager",
                        "cp1/restart-kube-scheduler",
                        "cp1/put-back",
                        "cp1/served",
                        "cp1/refresh-admin-conf");
    }

    @Test
    void renewsEachByKubeadmWithTheClustersConfiguration() {
        assertThat(state("renew")).isInstanceOfSatisfying(StepState.Needed.class, needed -> {
            assertThat(needed.changes()).hasSize(5);
            assertThat(needed.changes().get(0).summary())
                    .endsWith(" kubeadm certs renew etcd-server --config /var/lib/daytwo/backup/kubeadm-….yaml");
        });
        assertThat(state("restart-kube-apiserver"))
                .isInstanceOfSatisfying(
                        StepState.Needed.class,
                        needed -> assertThat(needed.changes().get(0).summary())
                                .isEqualTo(
                                        "restart kube-apiserver, which uses apiserver-etcd-client, apiserver, front-proxy-client"));
    }

    @Test
    void missingKubeadmIsNamedWithItsPackage() {
        assertThat(cp1.node
                        .when(command -> command.argv().contains("command -v kubeadm"))
                        .then(io.daytwo.testkit.FakeReply.exiting(127, "")))
                .isSameAs(cp1.node);
        assertThat(state("renew")).isInstanceOfSatisfying(StepState.Blocked.class, blocked -> {
            assertThat(blocked.why()).startsWith("kubeadm is not installed on cp1");
            assertThat(blocked.remedy()).contains("apt-get install kubeadm", "dnf install kubeadm");
        });
    }

    @Test
    void aClockThatIsOffIsShownBesideOurs() {
        Instant there = Instant.now().minus(Duration.ofHours(2));
        assertThat(cp1.node.when("date", "+%s").thenPrint(there.getEpochSecond() + "\n"))
                .isSameAs(cp1.node);
        assertThat(state("backup-pki"))
                .isInstanceOfSatisfying(
                        StepState.Blocked.class,
                        blocked -> assertThat(blocked.why())
                                .startsWith("The clock of cp1 says "
                                        + there.truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + ", here it is ")
                                .endsWith("certificates signed there would expire too early."));
    }

    @Test
    void aDeadKubeletWaitsForItsRepairAndNothingOfItsPodsIsAsked() {
        cp1.kubelet(cp1.kubernetes.leaf("CN=system:node:cp1", Duration.ofDays(-1)));
        assertThat(state("repair-kubelet"))
                .isInstanceOfSatisfying(
                        StepState.Needed.class,
                        needed -> assertThat(needed.changes().get(0))
                                .isInstanceOfSatisfying(
                                        Change.Run.class,
                                        run -> assertThat(String.join(
                                                        " ", run.command().argv()))
                                                .contains("kubeadm kubeconfig user", " system:node:cp1 ")));
    }

    @Test
    void withACaElsewhereOnlyRequestsAreMade() {
        for (String ca : new String[] {"ca", "etcd/ca", "front-proxy-ca"}) {
            assertThat(cp1.node.withoutFile(FakeControlPlane.PKI + ca + ".key")).isSameAs(cp1.node);
        }
        assertThat(state("signing-requests")).isInstanceOf(StepState.Needed.class);
        assertThat(state("backup-pki")).isInstanceOf(StepState.Done.class);
        assertThat(state("renew")).isInstanceOf(StepState.Done.class);
    }

    @Test
    void caNamesAreRefused() {
        CertRenewal renewal = CertRenewal.forNode(cp1.node);
        assertThatThrownBy(() -> renewal.roles(CertificateRole.CA)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> renewal.named("kubelet-client")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(renewal::named).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsAskedForMakesAnotherPlan() {
        CertRenewal renewal = CertRenewal.forNode(cp1.node);
        String all = renewal.plan().fingerprint();
        assertThat(renewal.all().plan().fingerprint()).isEqualTo(all);
        assertThat(renewal.named("apiserver").plan().fingerprint()).isNotEqualTo(all);
        assertThat(renewal.expiringWithin(Duration.ofDays(3)).plan().fingerprint())
                .isNotEqualTo(all);
    }
}
