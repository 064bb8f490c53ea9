package io.daytwo.upgrade.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.upgrade.certs.DueCertificates.Due;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DueCertificatesTest {
    private static final RenewalScope MONTH =
            new RenewalScope(RenewalScope.ALL.names(), Optional.of(Duration.ofDays(30)));

    private final FakeControlPlane cp1 = new FakeControlPlane();

    private DueCertificates due(RenewalScope scope) {
        return DueCertificates.of(cp1.node, scope, Optional.empty());
    }

    @Test
    void takesWhatExpiresInTime() {
        assertThat(due(MONTH).due()).isEmpty();
        assertThat(due(MONTH).nothing()).startsWith("nothing to renew; the first to expire is ");
        cp1.put("apiserver", cp1.kubernetes.leaf("CN=kube-apiserver", Duration.ofDays(29)));
        cp1.put("etcd/server", cp1.etcd.leaf("CN=cp1", Duration.ofDays(-1)));
        assertThat(due(MONTH).due()).extracting(Due::name).containsExactly("etcd-server", "apiserver");
        assertThat(due(MONTH).due().get(0).why()).startsWith("expired ");
        assertThat(due(MONTH).due().get(1).why()).startsWith("expires ");
        assertThat(due(MONTH).due().get(1).isUsedBy("kube-apiserver")).isTrue();
        assertThat(due(MONTH).due().get(1).isUsedBy("etcd")).isFalse();
    }

    @Test
    void takesAPairThatAKillToreApart() {
        cp1.node.withFile(
                FakeControlPlane.PKI + "apiserver.key",
                cp1.kubernetes.leaf("CN=x", Duration.ofDays(1)).key());
        cp1.node.withFile(FakeControlPlane.PKI + "etcd/server.crt", "");
        cp1.node.withFile("/etc/kubernetes/admin.conf", "apiVersion: v1\nkind: Conf");
        assertThat(due(MONTH).due()).extracting(Due::name).containsExactly("etcd-server", "apiserver", "admin.conf");
        assertThat(due(MONTH).due()).allMatch(Due::isBroken);
    }

    @Test
    void takesAllUntilEachIsAnotherThanBefore() {
        DueCertificates first = due(RenewalScope.ALL);
        assertThat(first.due())
                .extracting(Due::name)
                .containsExactly(
                        "etcd-server", "apiserver-etcd-client", "apiserver", "front-proxy-client", "admin.conf");
        Optional<String> before = Optional.of(first.serialsNow());
        cp1.put("apiserver", cp1.kubernetes.leaf("CN=kube-apiserver", Duration.ofDays(365)));
        assertThat(DueCertificates.of(cp1.node, RenewalScope.ALL, before).due())
                .extracting(Due::name)
                .containsExactly("etcd-server", "apiserver-etcd-client", "front-proxy-client", "admin.conf");
        assertThat(DueCertificates.of(
                                cp1.node,
                                new RenewalScope(Set.of("apiserver"), Optional.of(Duration.ofDays(500))),
                                before)
                        .due())
                .as("renewed by this run, though it will expire within the time asked for")
                .isEmpty();
    }

    @Test
    void believesWhatARunKeptForAWeekAndThenBeginsAnew() {
        KeptFacts facts = new KeptFacts();
        due(RenewalScope.ALL).keepBefore(facts, "cp1");
        assertThat(facts.all).containsOnlyKeys("cp1/serials-before");
        assertThat(DueCertificates.before(facts, "cp1")).isPresent();
        due(RenewalScope.ALL).keepBefore(facts, "cp1");
        assertThat(facts.all).as("nothing new meanwhile").hasSize(1);

        facts.all.computeIfPresent("cp1/serials-before", (name, kept) -> kept.replaceFirst("^[0-9]{4}", "2025"));
        assertThat(BackupStep.path(facts, "cp1")).as("of last year").isEmpty();
        assertThat(DueCertificates.before(facts, "cp1")).as("of last year").isEmpty();
        due(RenewalScope.ALL).keepBefore(facts, "cp1");
        assertThat(facts.all).containsKey("cp1/serials-before-2").hasSize(2);
        assertThat(DueCertificates.before(facts, "cp1")).contains(facts.all.get("cp1/serials-before-2"));
        assertThat(BackupStep.path(facts, "cp1").orElseThrow())
                .matches("/var/lib/daytwo/backup/pki-20(?!25)[0-9]{6}-[0-9]{6}");
        assertThat(DueCertificates.before(facts, "cp2")).isEmpty();
    }

    @Test
    void leavesWhatACaElsewhereSignsToItPerCa() {
        cp1.node.withoutFile(FakeControlPlane.PKI + "ca.key");
        DueCertificates all = due(RenewalScope.ALL);
        assertThat(all.external()).extracting(Due::name).containsExactly("apiserver", "admin.conf");
        assertThat(all.due())
                .extracting(Due::name)
                .containsExactly("etcd-server", "apiserver-etcd-client", "front-proxy-client");
    }

    @Test
    void theKeyOfACaForOtherPurposesIsNotKubeadms() {
        Authority signing = new Authority("kubelet-signer");
        cp1.node.withFile("/etc/kubernetes/own/signer.crt", signing.own.certificate());
        cp1.node.withFile("/etc/kubernetes/own/signer.key", signing.own.key());
        cp1.manifest(
                "kube-controller-manager",
                "--client-ca-file=/etc/kubernetes/pki/ca.crt",
                "--cluster-signing-cert-file=/etc/kubernetes/own/signer.crt",
                "--cluster-signing-key-file=/etc/kubernetes/own/signer.key");
        assertThat(due(RenewalScope.ALL).external()).isEmpty();
        cp1.node.withoutFile(FakeControlPlane.PKI + "ca.key");
        assertThat(due(RenewalScope.ALL).external()).extracting(Due::name).containsExactly("apiserver", "admin.conf");
    }

    @Test
    void leavesTheCertificateThatSomebodyElsePutElsewhere() {
        Authority.Pair own = cp1.kubernetes.leaf("CN=api.example.com", Duration.ofDays(-1));
        cp1.node.withFile("/etc/kubernetes/own/tls.crt", own.certificate());
        cp1.node.withFile("/etc/kubernetes/own/tls.key", own.key());
        cp1.manifest(
                "kube-apiserver",
                "--client-ca-file=/etc/kubernetes/pki/ca.crt",
                "--tls-cert-file=/etc/kubernetes/own/tls.crt",
                "--tls-private-key-file=/etc/kubernetes/own/tls.key");
        assertThat(due(new RenewalScope(Set.of("apiserver"), Optional.empty())).due())
                .isEmpty();
    }

    @Test
    void leavesEtcdsToWhoeverKeepsAnExternalEtcd() {
        cp1.node.withoutFile("/etc/kubernetes/manifests/etcd.yaml");
        assertThat(due(RenewalScope.ALL).ofEtcd())
                .as("its manifest is only parked: the API server says where etcd is")
                .isEmpty();
        cp1.apiServerOf("https://10.0.0.51:2379,https://10.0.0.52:2379");
        cp1.node.withoutFile(FakeControlPlane.PKI + "etcd/ca.key");
        DueCertificates all = due(RenewalScope.ALL);
        assertThat(all.due()).extracting(Due::name).containsExactly("apiserver", "front-proxy-client", "admin.conf");
        assertThat(all.external()).isEmpty();
        assertThat(all.ofEtcd()).extracting(Due::name).containsExactly("apiserver-etcd-client");
    }
}
