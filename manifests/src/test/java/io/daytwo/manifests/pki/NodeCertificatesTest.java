package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth;

import io.daytwo.manifests.Corpus;
import io.daytwo.manifests.pki.Misassignment.Kind;
import io.daytwo.manifests.pki.NodeCertificate.KeyMatch;
import io.daytwo.manifests.pki.NodeCertificate.Renewal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeCertificatesTest {
    private static final String PKI = ControlPlaneNode.PKI;

    private final ControlPlaneNode node = new ControlPlaneNode();

    private Misassignment onlyFinding() {
        List<Misassignment> findings = node.certificates().misassigned();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private void finds(Kind kind, String path, String... words) {
        Misassignment finding = onlyFinding();
        assertThat(finding.kind()).isEqualTo(kind);
        assertThat(finding.path()).isEqualTo(path);
        assertThat(finding.problem()).contains(words);
    }

    @Test
    void everyCertificateInUseIsFoundOnceInEachRole() {
        NodeCertificates certificates = node.certificates();
        assertThat(certificates.all())
                .extracting(NodeCertificate::name)
                .containsExactly(
                        "etcd-server",
                        "etcd-peer",
                        "etcd-ca",
                        "apiserver",
                        "apiserver-kubelet-client",
                        "front-proxy-client",
                        "apiserver-etcd-client",
                        "ca",
                        "front-proxy-ca",
                        "controller-manager.conf",
                        "etcd-healthcheck-client",
                        "admin.conf",
                        "kubelet-client",
                        "kubelet-serving");
        assertThat(certificates.all()).allSatisfy(one -> assertThat(one.key()).isEqualTo(KeyMatch.MATCHES));
        assertThat(certificates.misassigned()).isEmpty();
        NodeCertificate ca = certificates.all().get(7);
        assertThat(ca.usedBy())
                .containsExactly(
                        "kube-apiserver --client-ca-file",
                        "kube-controller-manager --client-ca-file",
                        "kube-controller-manager --cluster-signing-cert-file");
        assertThat(ca.isAuthority()).isTrue();
        assertThat(ca).hasToString("cp1 ca expires 2027-01-01T00:00:00Z (/etc/kubernetes/pki/ca.crt)");
    }

    @Test
    void whatExpiresSoonComesFirst() {
        node.put(
                "etcd/healthcheck-client",
                node.etcd.leaf("CN=probe", Issued.FROM, Issued.NOW.plus(Duration.ofDays(3)), id_kp_clientAuth));
        node.kubeconfig(
                "/root/.kube/config",
                node.kubernetes.leaf("CN=old", Issued.FROM, Issued.NOW.minusSeconds(1), id_kp_clientAuth));
        assertThat(node.certificates().expiringWithin(Duration.ofDays(30)))
                .extracting(NodeCertificate::name)
                .containsExactly("/root/.kube/config", "etcd-healthcheck-client");
        finds(Kind.EXPIRED, "/root/.kube/config", "certificate of /root/.kube/config", "2026-11-21T02:59:59Z");
    }

    @Test
    void copiesUnderHomeFoldersAreFound() {
        node.files.put("/home/ops/notes", "x");
        node.kubeconfig("/home/ops/.kube/config", node.client("kubernetes-admin"));
        assertThat(node.certificates().all()).extracting(NodeCertificate::name).contains("/home/ops/.kube/config");
    }

    @Test
    void anAuthorityWithoutItsKeyIsKeptBySomebodyElse() {
        node.files.remove(PKI + "etcd/ca.key");
        assertThat(node.certificates().all())
                .filteredOn(NodeCertificate::isAuthority)
                .extracting(NodeCertificate::name, NodeCertificate::key)
                .containsExactly(
                        tuple("etcd-ca", KeyMatch.ABSENT),
                        tuple("ca", KeyMatch.MATCHES),
                        tuple("front-proxy-ca", KeyMatch.MATCHES));
        assertThat(node.certificates().misassigned()).isEmpty();
    }

    private List<String> renewedElsewhere() {
        return node.certificates().all().stream()
                .filter(one -> one.renewal() == Renewal.EXTERNAL_CA)
                .map(NodeCertificate::name)
                .toList();
    }

    @Test
    void eachAuthorityIsExternalByItself() {
        assertThat(renewedElsewhere()).isEmpty();
        node.files.remove(PKI + "etcd/ca.key");
        assertThat(renewedElsewhere())
                .containsExactly("etcd-server", "etcd-peer", "apiserver-etcd-client", "etcd-healthcheck-client");
        node.files.remove(PKI + "front-proxy-ca.key");
        assertThat(renewedElsewhere()).hasSize(5).contains("front-proxy-client");
        node.put("etcd/ca", node.etcd);
        node.put("front-proxy-ca", node.frontProxy);
        node.files.put(PKI + "ca.key", Issued.authority("kubernetes").keyPem());
        assertThat(renewedElsewhere())
                .as("the key of another CA is of no use")
                .containsExactly("apiserver", "apiserver-kubelet-client", "controller-manager.conf", "admin.conf");
        assertThat(node.certificates().all())
                .filteredOn(one -> one.renewal() != Renewal.EXTERNAL_CA && one.renewal() != Renewal.HERE)
                .extracting(NodeCertificate::name, NodeCertificate::renewal)
                .containsExactly(
                        tuple("etcd-ca", Renewal.BY_HAND),
                        tuple("ca", Renewal.BY_HAND),
                        tuple("front-proxy-ca", Renewal.BY_HAND),
                        tuple("kubelet-client", Renewal.KUBELET),
                        tuple("kubelet-serving", Renewal.BY_HAND));
    }

    @Test
    void aCaForOtherPurposesRenewsNothingOfKubeadms() {
        String own = "/etc/kubernetes/own/signer";
        Issued signer = Issued.authority("kubelet-signer");
        node.files.put(own + ".crt", signer.certificatePem());
        node.files.put(own + ".key", signer.keyPem());
        node.files.put(
                ControlPlaneNode.manifest("kube-controller-manager"),
                new String(
                                node.files.read(ControlPlaneNode.manifest("kube-controller-manager"), 1 << 20),
                                StandardCharsets.UTF_8)
                        .replace("signing-cert-file=/etc/kubernetes/pki/ca.crt", "signing-cert-file=" + own + ".crt")
                        .replace("signing-key-file=/etc/kubernetes/pki/ca.key", "signing-key-file=" + own + ".key"));
        assertThat(renewedElsewhere()).isEmpty();
        node.files.remove(PKI + "ca.key");
        assertThat(renewedElsewhere())
                .containsExactly("apiserver", "apiserver-kubelet-client", "controller-manager.conf", "admin.conf");
    }

    @Test
    void aClockThatIsOffIsNamed() {
        node.files.clockError(Duration.ofSeconds(-90));
        finds(Kind.CLOCK_OFF, "cp1", "The clock of cp1 is", "s behind the one here");
        assertThat(onlyFinding().isBlocking()).isFalse();
        assertThat(node.certificates().clockError().orElseThrow())
                .isBetween(Duration.ofSeconds(-95), Duration.ofSeconds(-85));
        node.files.clockError(Duration.ofHours(1));
        finds(Kind.CLOCK_OFF, "cp1", "s ahead of the one here");
        node.files.clockError(Duration.ofSeconds(3));
        assertThat(node.certificates().misassigned()).isEmpty();
    }

    @Test
    void aClientCertificateOfTheWrongHierarchyIsNamed() {
        node.put("apiserver-etcd-client", node.client("kube-apiserver-etcd-client"));
        finds(
                Kind.SIGNED_BY_ANOTHER_CA,
                PKI + "apiserver-etcd-client.crt",
                "certificate of kube-apiserver (--etcd-certfile)",
                "signed by \"kubernetes\"",
                "the CA of etcd");
    }

    @Test
    void theCaOfAnotherHierarchyIsNamed() {
        node.files.put(
                ControlPlaneNode.manifest("kube-apiserver"),
                Corpus.text("kubeadm-1.34/kube-apiserver.yaml")
                        .replace(
                                "--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt",
                                "--etcd-cafile=/etc/kubernetes/pki/ca.crt"));
        finds(
                Kind.CA_OF_ANOTHER_HIERARCHY,
                PKI + "ca.crt",
                "CA of kube-apiserver (--etcd-cafile)",
                "the CA of the Kubernetes API");
    }

    @Test
    void swappedForeignAndMisplacedKeysAreNamed() {
        node.files.copy(PKI + "etcd/server.key", PKI + "etcd/peer.key");
        finds(Kind.KEY_OF_ANOTHER_CERTIFICATE, PKI + "etcd/peer.key", "does not belong to " + PKI + "etcd/peer.crt");
        node.files.copy(PKI + "etcd/ca.key", PKI + "etcd/peer.key");
        finds(Kind.CA_KEY_AS_KEY, PKI + "etcd/peer.key", "the private key of the CA of etcd");
        node.files.copy(PKI + "etcd/peer.crt", PKI + "etcd/peer.key");
        finds(Kind.CERTIFICATE_AS_KEY, PKI + "etcd/peer.key", "etcd's peer certificate");
        Issued peer = node.member();
        node.files.put(PKI + "etcd/peer.crt", peer.keyPem());
        node.files.put(PKI + "etcd/peer.key", peer.certificatePem());
        finds(Kind.SWAPPED, PKI + "etcd/peer.crt", "swapped");
    }

    @Test
    void whatStandsInTheCasPlaceIsNamed() {
        node.files.copy(PKI + "front-proxy-client.crt", PKI + "front-proxy-ca.crt");
        assertThat(node.certificates().misassigned())
                .extracting(Misassignment::kind)
                .contains(Kind.CERTIFICATE_AS_CA);
        node.files.copy(PKI + "front-proxy-ca.key", PKI + "front-proxy-ca.crt");
        finds(Kind.KEY_AS_CA, PKI + "front-proxy-ca.crt", "a private key");
    }

    @Test
    void wrongUsagesAreNamed() {
        List<String> names = List.of("10.0.0.11");
        node.put("apiserver", node.kubernetes.server("CN=kube-apiserver", names, id_kp_clientAuth));
        finds(Kind.CLIENT_ONLY, PKI + "apiserver.crt", "which only clients may show");
        node.put("apiserver", node.apiServer("10.0.0.11"));
        node.put("etcd/peer", node.etcd.server("CN=cp1", List.of("10.0.0.11"), id_kp_serverAuth));
        finds(Kind.SERVER_ONLY, PKI + "etcd/peer.crt", "which only servers may show");
    }

    @Test
    void aServersCertificateHasToBeForThisNode() {
        node.put("apiserver", node.apiServer("10.0.0.12"));
        finds(
                Kind.SAN_MISSING,
                PKI + "apiserver.crt",
                "[kubernetes.default.svc, 10.0.0.12], not for 10.0.0.11, under which this node is called");
        assertThat(onlyFinding().remedy()).contains("kubeadm init phase certs apiserver");
        String six = Corpus.text("kubeadm-1.34/kube-apiserver.yaml").replace("=10.0.0.11", "=fd00::11");
        node.files.put(ControlPlaneNode.manifest("kube-apiserver"), six);
        node.put("apiserver", node.apiServer("fd00:0::0:11"));
        assertThat(node.certificates().misassigned()).isEmpty();
    }

    @Test
    void missingAndDamagedFilesHideNoOthers() {
        node.files.remove(PKI + "apiserver.crt");
        finds(Kind.UNREADABLE, PKI + "apiserver.crt", "certificate of kube-apiserver (--tls-cert-file)");
        assertThat(node.certificates().all()).hasSize(13);
        node.put("apiserver", node.apiServer("10.0.0.11"));
        node.files.put("/etc/kubernetes/controller-manager.conf", "kind: Config\n");
        finds(Kind.UNREADABLE, "/etc/kubernetes/controller-manager.conf", "current-context");
    }

    @Test
    void clocksAndDeadAuthoritiesAreNamed() {
        node.put(
                "front-proxy-client",
                node.frontProxy.leaf("CN=x", Issued.NOW.plusSeconds(60), Issued.TO, id_kp_clientAuth));
        finds(
                Kind.NOT_YET_VALID,
                PKI + "front-proxy-client.crt",
                "2026-11-21T03:01:00Z",
                "here it is 2026-11-21T03:00:00Z");
        Issued dead = Issued.authority("front-proxy-ca", Issued.p256(), Issued.FROM, Issued.NOW.minusSeconds(60));
        node.put("front-proxy-ca", dead);
        node.put("front-proxy-client", dead.leaf("CN=front-proxy-client", id_kp_clientAuth));
        finds(Kind.CA_EXPIRED, PKI + "front-proxy-ca.crt", "expired at 2026-11-21T02:59:00Z");
    }
}
