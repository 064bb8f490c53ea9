package io.daytwo.upgrade.certs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.manifests.pki.NodeCertificate;
import io.daytwo.manifests.pki.NodeCertificate.KeyMatch;
import io.daytwo.manifests.pki.NodeCertificates;
import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Change;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import io.daytwo.plan.Step;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a renewal does to files, by the real kubeadm over a real sshd. */
class RenewalOnDiskIT {
    private static final String CURRENT = "/var/lib/kubelet/pki/kubelet-client-current.pem";

    /** What a power cut may leave of kubeadm's writes: a key without its certificate, halves, nothing at all. */
    private static final String TEAR = "cd /etc/kubernetes && cp pki/etcd/server.key pki/apiserver.key"
            + " && truncate -s 200 pki/etcd/peer.crt && truncate -s 100 pki/etcd/healthcheck-client.key"
            + " && : > pki/front-proxy-client.crt && : > pki/front-proxy-client.key"
            + " && truncate -s 2000 scheduler.conf && : > controller-manager.conf && touch /var/lib/torn";

    @TempDir
    private Path folder;

    private KubeadmOnDisk machine;
    private NodeExecutor cp1;

    @BeforeEach
    void aControlPlane() {
        machine = KubeadmOnDisk.make();
        cp1 = machine.connect();
    }

    @AfterEach
    void end() {
        if (cp1 != null) {
            cp1.close();
        }
        if (machine != null) {
            machine.close();
        }
    }

    @CanIgnoreReturnValue
    private String sh(String script) {
        return cp1.run(Command.changingShell(script)).orThrow().stdout();
    }

    private PlanResult run(Step... steps) {
        return run("renewal.journal", steps);
    }

    private PlanResult run(String journal, Step... steps) {
        return Plan.of("files", Nodes.of(List.of("cp1"), name -> machine.connect()), List.of(steps))
                .run(RunOptions.defaults().journal(Journal.at(folder.resolve(journal))));
    }

    private Map<String, BigInteger> serials() {
        return NodeCertificates.on(cp1).all().stream()
                .filter(one -> RenewalScope.KUBEADM.contains(one.name()))
                .collect(Collectors.toMap(
                        NodeCertificate::name, one -> one.certificate().getSerialNumber()));
    }

    private record Tear(String host) implements Step {
        @Override
        public String id() {
            return host + "/tear";
        }

        @Override
        public String title() {
            return "power cut";
        }

        @Override
        public Optional<String> node() {
            return Optional.of(host);
        }

        @Override
        public StepState check(StepContext context) {
            return context.node(host).files().exists("/var/lib/torn")
                    ? new StepState.Done("torn")
                    : StepState.Needed.of(new Change.Run(host, Command.changingShell(TEAR)));
        }

        @Override
        public void apply(StepContext context) {
            context.node(host).run(Command.changingShell(TEAR)).orThrow();
        }
    }

    @Test
    void tornFilesArePutBackFromTheBackupAndRenewedWithTheRest() {
        Map<String, BigInteger> before = serials();
        assertThat(before).hasSize(RenewalScope.KUBEADM.size());
        String ours =
                sh("sha256sum /etc/kubernetes/pki/ca.key /etc/kubernetes/pki/etcd/ca.key /etc/kubernetes/pki/sa.key"
                        + " /etc/kubernetes/kubelet.conf");
        PlanResult result =
                run(new BackupStep("cp1", RenewalScope.ALL), new Tear("cp1"), new RenewStep("cp1", RenewalScope.ALL));
        assertThat(result.applied()).containsExactly("cp1/backup-pki", "cp1/tear", "cp1/renew");
        assertThat(NodeCertificates.on(cp1).misassigned()).isEmpty();
        assertThat(serials())
                .hasSameSizeAs(before)
                .allSatisfy((name, serial) -> assertThat(serial).as(name).isNotEqualTo(before.get(name)));
        assertThat(sh("sha256sum /etc/kubernetes/pki/ca.key /etc/kubernetes/pki/etcd/ca.key /etc/kubernetes/pki/sa.key"
                        + " /etc/kubernetes/kubelet.conf"))
                .isEqualTo(ours);
        assertThat(sh("find /etc/kubernetes -name '.*' ; find /etc/kubernetes -name '*.key' ! -perm 0600"))
                .as("left over, or open to others")
                .isEmpty();
        assertThat(sh(
                        "cd /var/lib/daytwo/backup/pki-* && sha256sum --quiet -c SHA256SUMS && stat -c %a . && find . -name"
                                + " '*.key' | wc -l"))
                .startsWith("700")
                .endsWith("11\n");
    }

    @Test
    void theSameJournalFindsNothingToDoAndAnotherOneRenewsAgain() {
        Step[] steps = {new BackupStep("cp1", RenewalScope.ALL), new RenewStep("cp1", RenewalScope.ALL)};
        assertThat(run(steps).applied()).hasSize(2);
        Map<String, BigInteger> first = serials();
        assertThat(run(steps).applied()).as("the plan is finished").isEmpty();
        assertThat(serials()).isEqualTo(first);
        sh("rm -r /var/lib/daytwo/backup/pki-*");
        assertThat(run(steps).applied())
                .as("its backup is the operator's to remove")
                .isEmpty();
        assertThat(run("another.journal", steps).applied()).hasSize(2);
        assertThat(serials()).allSatisfy((name, serial) -> assertThat(serial).isNotEqualTo(first.get(name)));
        assertThat(sh("ls /var/lib/daytwo/backup").lines())
                .as("a backup and two files for kubeadm")
                .hasSize(3);
    }

    private KubeletClient kubelet() {
        return KubeletClient.of(NodeCertificates.on(cp1).all());
    }

    private void kubeletExpires() {
        sh("cd /var/lib/kubelet/pki && pki=/etc/kubernetes/pki && umask 077"
                + " && openssl ecparam -name prime256v1 -genkey -noout -out dead.key"
                + " && openssl req -new -key dead.key -subj /O=system:nodes/CN=system:node:cp1 -out dead.csr"
                + " && openssl x509 -req -in dead.csr -CA $pki/ca.crt -CAkey $pki/ca.key -set_serial 666 -days -1"
                + " -out dead.crt 2> /dev/null && cat dead.crt dead.key > kubelet-client-2026.pem && rm dead.*"
                + " && rm /run/kubelet");
    }

    @Test
    void anExpiredKubeletGetsACertificateWhereItsOwnRotationGoesOn() {
        assertThat(run("well.journal", new KubeletStep("cp1")).applied())
                .as("it is well")
                .isEmpty();
        kubeletExpires();
        String conf = sh("cat /etc/kubernetes/kubelet.conf");
        assertThat(kubelet().isAlive()).isFalse();
        assertThat(run(new KubeletStep("cp1")).applied()).containsExactly("cp1/repair-kubelet");
        NodeCertificate now = kubelet().certificate().orElseThrow();
        assertThat(now.key()).isEqualTo(KeyMatch.MATCHES);
        assertThat(now.certificate().getSubjectX500Principal().getName())
                .contains("CN=system:node:cp1")
                .contains("O=system:nodes");
        assertThat(NodeCertificates.on(cp1).misassigned()).isEmpty();
        assertThat(sh("cat /etc/kubernetes/kubelet.conf")).isEqualTo(conf);
        assertThat(sh("readlink " + CURRENT).strip())
                .matches("/var/lib/kubelet/pki/kubelet-client-[0-9]{8}-[0-9]{6}\\.pem");
        assertThat(sh("stat -L -c '%a %U' " + CURRENT)).isEqualTo("600 root\n");
        assertThat(sh("ls -A /var/lib/kubelet/pki /etc/kubernetes | grep '^[.]' || :"))
                .as("left over")
                .isEmpty();
    }

    @Test
    void aKubeletThatIsLedElsewhereKeepsWhatItHadAside() {
        sh(
                "cd /etc/kubernetes && kubeadm init phase kubeconfig kubelet --config /root/kubeadm.yaml --kubeconfig-dir /root"
                        + " > /dev/null && head -c 600 /root/kubelet.conf > kubelet.conf && rm /run/kubelet " + CURRENT
                        + " && echo junk > " + CURRENT);
        assertThat(kubelet().certificate()).as("half a kubelet.conf").isEmpty();
        assertThat(run(new KubeletStep("cp1")).applied()).containsExactly("cp1/repair-kubelet");
        assertThat(kubelet().isAlive()).isTrue();
        assertThat(sh("grep -c 'client-.*: " + CURRENT + "$' /etc/kubernetes/kubelet.conf"))
                .isEqualTo("2\n");
        assertThat(sh("stat -c '%a %s' /etc/kubernetes/kubelet.conf.before-*")).isEqualTo("600 600\n");
        assertThat(sh("cat " + CURRENT + ".before-*")).isEqualTo("junk\n");
    }
}
