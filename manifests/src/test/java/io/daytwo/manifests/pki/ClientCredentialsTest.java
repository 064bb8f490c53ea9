package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth;

import io.daytwo.manifests.pki.Misassignment.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every mix-up of the three files, each with its own sentence. */
class ClientCredentialsTest {
    private static final Clock CLOCK = Clock.fixed(Issued.NOW, ZoneOffset.UTC);
    private static final String CA = "etcd/ca.crt";
    private static final String CLIENT = "etcd/healthcheck-client.crt";
    private static final String CLIENT_KEY = "etcd/healthcheck-client.key";

    @TempDir
    static Path shared;

    private static KubeadmFolder folder;

    @TempDir
    Path root;

    private final String pki = folder.pki().toString();

    @BeforeAll
    static void writePki() {
        folder = KubeadmFolder.in(shared.resolve("pki"));
    }

    private List<Misassignment> findings(String ca, String certificate, String key) {
        return folder.credentials(ca, certificate, key).misassigned(CLOCK);
    }

    private Misassignment only(String ca, String certificate, String key) {
        List<Misassignment> findings = findings(ca, certificate, key);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private void assertSays(Misassignment finding, Kind kind, String role, String problem, String remedy) {
        assertThat(finding.kind()).isEqualTo(kind);
        assertThat(finding.role()).isEqualTo(role);
        assertThat(finding.problem()).isEqualTo(problem.replace("PKI", pki));
        assertThat(finding.remedy()).isEqualTo(remedy.replace("PKI", pki));
        assertThat(finding.isBlocking()).isTrue();
    }

    private static final String CLIENT_NEEDED =
            "A client certificate signed by etcd-ca is needed, e.g. PKI/etcd/healthcheck-client.crt.";
    private static final String CA_NEEDED =
            "The certificate of the CA that signed etcd's certificates is needed, e.g. PKI/etcd/ca.crt.";

    @Test
    void theRightFilesPass() {
        assertThat(findings(CA, CLIENT, CLIENT_KEY)).isEmpty();
        assertThat(findings(CA, "etcd/server.crt", "etcd/server.key")).isEmpty();
        assertThat(findings(CA, "apiserver-etcd-client.crt", "apiserver-etcd-client.key"))
                .isEmpty();
        ClientCredentials credentials =
                folder.credentials(CA, CLIENT, CLIENT_KEY).orThrow(CLOCK);
        assertThat(credentials.authorities()).containsExactly(folder.etcdCa().certificate());
        assertThat(credentials.chain()).hasSize(1);
        assertThat(credentials.privateKey().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void theRunbooksMixUpIsNamedFileByFile() {
        CredentialsMisassignedException error = catchThrowableOfType(
                CredentialsMisassignedException.class,
                () -> folder.credentials("etcd/server.crt", "etcd/ca.key", "etcd/server.key")
                        .orThrow(CLOCK));
        assertThat(error.misassignments()).hasSize(2);
        assertSays(
                error.misassignments().get(0),
                Kind.CERTIFICATE_AS_CA,
                "CA",
                "PKI/etcd/server.crt is given as the CA, but it is etcd's server certificate, signed by the CA of etcd.",
                CA_NEEDED);
        assertSays(
                error.misassignments().get(1),
                Kind.CA_KEY_AS_CERTIFICATE,
                "certificate",
                "PKI/etcd/ca.key is given as the certificate, but it is the private key of the CA of etcd.",
                CLIENT_NEEDED);
        assertThat(error.remedy()).isEqualTo((CA_NEEDED + " " + CLIENT_NEEDED).replace("PKI", pki));
    }

    @Test
    void theCaItselfAsCertificate() {
        Misassignment finding = only(CA, CA, CLIENT_KEY);
        assertSays(
                finding,
                Kind.CA_AS_CERTIFICATE,
                "certificate",
                "PKI/etcd/ca.crt is given as the certificate, but it is the CA of etcd itself.",
                CLIENT_NEEDED);
        assertThat(findings(CA, CA, "etcd/ca.key"))
                .extracting(Misassignment::kind)
                .containsExactly(Kind.CA_AS_CERTIFICATE, Kind.CA_KEY_AS_KEY);
        assertThat(findings(CLIENT, CA, CLIENT_KEY))
                .extracting(Misassignment::kind)
                .containsExactly(Kind.CERTIFICATE_AS_CA, Kind.CA_AS_CERTIFICATE);
    }

    @Test
    void theCasKeyAsClientKey() {
        assertSays(
                only(CA, CLIENT, "etcd/ca.key"),
                Kind.CA_KEY_AS_KEY,
                "key",
                "PKI/etcd/ca.key is given as the key, but it is the private key of the CA of etcd.",
                "The key of PKI/etcd/healthcheck-client.crt is needed; it usually lies beside it as"
                        + " PKI/etcd/healthcheck-client.key.");
    }

    @Test
    void anotherCertificateAsKeyOrAnotherKeyAsCertificate() {
        assertSays(
                only(CA, CLIENT, "etcd/server.crt"),
                Kind.CERTIFICATE_AS_KEY,
                "key",
                "PKI/etcd/server.crt is given as the key, but it is etcd's server certificate.",
                "The key of PKI/etcd/healthcheck-client.crt is needed; it usually lies beside it as"
                        + " PKI/etcd/healthcheck-client.key.");
        assertSays(
                only(CA, "etcd/peer.key", CLIENT_KEY),
                Kind.KEY_AS_CERTIFICATE,
                "certificate",
                "PKI/etcd/peer.key is given as the certificate, but it is the private key of etcd's peer certificate.",
                CLIENT_NEEDED);
        assertSays(
                only("etcd/ca.key", CLIENT, CLIENT_KEY),
                Kind.KEY_AS_CA,
                "CA",
                "PKI/etcd/ca.key is given as the CA, but it is the private key of the CA of etcd.",
                CA_NEEDED);
    }

    @Test
    void certificateAndKeySwapped() {
        assertSays(
                only(CA, CLIENT_KEY, CLIENT),
                Kind.SWAPPED,
                "certificate",
                "Certificate and key are swapped: PKI/etcd/healthcheck-client.key holds the key,"
                        + " PKI/etcd/healthcheck-client.crt the certificate.",
                "Give PKI/etcd/healthcheck-client.crt as the certificate and PKI/etcd/healthcheck-client.key as the"
                        + " key.");
    }

    @Test
    void theKeyOfAnotherCertificate() {
        assertSays(
                only(CA, CLIENT, "etcd/server.key"),
                Kind.KEY_OF_ANOTHER_CERTIFICATE,
                "key",
                "PKI/etcd/server.key is given as the key, but it is the private key of etcd's server certificate and"
                        + " does not belong to PKI/etcd/healthcheck-client.crt.",
                "The key of PKI/etcd/healthcheck-client.crt is needed; it usually lies beside it as"
                        + " PKI/etcd/healthcheck-client.key.");
    }

    @Test
    void theCaOfAnotherHierarchy() {
        assertSays(
                only("ca.crt", CLIENT, CLIENT_KEY),
                Kind.CA_OF_ANOTHER_HIERARCHY,
                "CA",
                "PKI/ca.crt is given as the CA, but it is the CA of the Kubernetes API, which did not sign etcd's"
                        + " certificates.",
                CA_NEEDED);
        assertThat(only("front-proxy-ca.crt", CLIENT, CLIENT_KEY).problem())
                .contains("it is the CA of the front proxy");
    }

    @Test
    void aWholeSetOfAnotherHierarchy() {
        List<Misassignment> findings =
                findings("ca.crt", "apiserver-kubelet-client.crt", "apiserver-kubelet-client.key");
        assertThat(findings).hasSize(2);
        assertThat(findings.get(0).kind()).isEqualTo(Kind.CA_OF_ANOTHER_HIERARCHY);
        assertSays(
                findings.get(1),
                Kind.SIGNED_BY_ANOTHER_CA,
                "certificate",
                "PKI/apiserver-kubelet-client.crt is given as the certificate, but it is the API server's client"
                        + " certificate for kubelets, signed by the CA of the Kubernetes API and not by the CA of etcd.",
                CLIENT_NEEDED);
    }

    @Test
    void aCertificateSignedByAnotherCa() {
        assertSays(
                only(CA, "front-proxy-client.crt", "front-proxy-client.key"),
                Kind.SIGNED_BY_ANOTHER_CA,
                "certificate",
                "PKI/front-proxy-client.crt is given as the certificate, but it is the front proxy's client"
                        + " certificate, signed by the CA of the front proxy and not by the CA of etcd (PKI/etcd/ca.crt).",
                CLIENT_NEEDED);
    }

    @Test
    void aCertificateFromAnotherClusterOrBeforeAChangeOfTheCa() {
        Issued.authority("etcd-ca").leaf("CN=old", id_kp_clientAuth).writeTo(root, "old");
        Misassignment finding = only(CA, root + "/old.crt", root + "/old.key");
        assertThat(finding.kind()).isEqualTo(Kind.SIGNED_BY_ANOTHER_CA);
        assertThat(finding.problem()).contains("another CA named \"etcd-ca\"", "another cluster");
    }

    @Test
    void aServersCertificateAsClient() {
        Issued server = folder.etcdCa().leaf("CN=server-only", id_kp_serverAuth);
        server.writeTo(root, "server");
        Misassignment finding = only(CA, root + "/server.crt", root + "/server.key");
        assertThat(finding.kind()).isEqualTo(Kind.SERVER_ONLY);
        assertThat(finding.problem()).contains("a certificate of \"server-only\"", "clientAuth");
    }

    @Test
    void datesOfTheCertificate() {
        Instant before = Instant.parse("2026-06-01T00:00:00Z");
        folder.etcdCa()
                .leaf("CN=kube-etcd-healthcheck-client", Issued.FROM, before, id_kp_clientAuth)
                .writeTo(root, "old");
        assertSays(
                only(CA, root + "/old.crt", root + "/old.key"),
                Kind.EXPIRED,
                "certificate",
                root + "/old.crt (the health check's client certificate for etcd) expired on 2026-06-01T00:00:00Z.",
                "Renew it on the node: kubeadm certs renew etcd-healthcheck-client.");
        Instant later = Instant.parse("2026-12-01T00:00:00Z");
        folder.etcdCa().leaf("CN=x", later, Issued.TO, id_kp_clientAuth).writeTo(root, "new");
        Misassignment finding = only(CA, root + "/new.crt", root + "/new.key");
        assertThat(finding.kind()).isEqualTo(Kind.NOT_YET_VALID);
        assertThat(finding.problem()).contains("from 2026-12-01T00:00:00Z on; here it is 2026-11-21T03:00:00Z");
        assertThat(finding.remedy()).contains("clock");
    }

    @Test
    void datesOfTheCa() {
        Instant before = Instant.parse("2026-06-01T00:00:00Z");
        Issued dead = Issued.authority("etcd-ca", Issued.p256(), Issued.FROM, before);
        dead.writeTo(root, "dead-ca");
        dead.leaf("CN=x", id_kp_clientAuth).writeTo(root, "client");
        Misassignment finding = only(root + "/dead-ca.crt", root + "/client.crt", root + "/client.key");
        assertThat(finding.kind()).isEqualTo(Kind.CA_EXPIRED);
        assertThat(finding.problem()).contains("expired on 2026-06-01T00:00:00Z", "nothing it signed is accepted");
        Issued unborn = Issued.authority("etcd-ca", Issued.p256(), Instant.parse("2026-12-01T00:00:00Z"), Issued.TO);
        unborn.writeTo(root, "unborn-ca");
        unborn.leaf("CN=x", id_kp_clientAuth).writeTo(root, "early");
        assertThat(only(root + "/unborn-ca.crt", root + "/early.crt", root + "/early.key")
                        .kind())
                .isEqualTo(Kind.CA_NOT_YET_VALID);
        String both = dead.certificatePem() + folder.etcdCa().certificatePem();
        Issued.write(root.resolve("both.crt"), both, "rw-r--r--");
        assertThat(findings(root + "/both.crt", CLIENT, CLIENT_KEY)).isEmpty();
    }

    @Test
    void filesThatHoldNothingUseful() throws Exception {
        Path empty = Issued.write(root.resolve("empty"), "\n", "rw-------");
        Path text = Issued.write(root.resolve("text"), "apiVersion: v1", "rw-------");
        Files.createDirectory(root.resolve("dir"));
        assertThat(only(CA, empty.toString(), CLIENT_KEY).kind()).isEqualTo(Kind.EMPTY);
        assertThat(only(CA, CLIENT, text.toString()).kind()).isEqualTo(Kind.NOT_PEM);
        assertThat(only(root + "/dir", CLIENT, CLIENT_KEY).kind()).isEqualTo(Kind.NOT_A_FILE);
        Misassignment missing = only(CA, root + "/none.crt", CLIENT_KEY);
        assertThat(missing.kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(missing.problem()).isEqualTo(root + "/none.crt, given as the certificate, does not exist.");
        assertThat(only(CA, CLIENT, "sa.pub").kind()).isEqualTo(Kind.WRONG_KIND);
        String encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----";
        Path locked = Issued.write(root.resolve("locked"), encrypted, "rw-------");
        assertThat(only(CA, CLIENT, locked.toString()).kind()).isEqualTo(Kind.ENCRYPTED_KEY);
    }

    @Test
    void aKeyThatEveryUserMayReadIsAWarning() {
        Path open = Issued.write(root.resolve("open.key"), readKey(), "rw-r--r--");
        Misassignment finding = only(CA, CLIENT, open.toString());
        assertThat(finding.kind()).isEqualTo(Kind.KEY_READABLE_BY_OTHERS);
        assertThat(finding.isBlocking()).isFalse();
        assertThat(finding.remedy()).contains("chmod 0600");
        assertThat(folder.credentials(CA, CLIENT, open.toString()).orThrow(CLOCK))
                .isNotNull();
    }

    private String readKey() {
        try {
            return Files.readString(folder.path(CLIENT_KEY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void intermediatesInTheCertificatesFileLeadToTheCa() {
        Issued middle = folder.etcdCa().intermediate("middle");
        Issued client = middle.leaf("CN=x", id_kp_clientAuth);
        Issued.write(root.resolve("chain.crt"), client.certificatePem() + middle.certificatePem(), "rw-r--r--");
        Issued.write(root.resolve("chain.key"), client.keyPem(), "rw-------");
        assertThat(findings(CA, root + "/chain.crt", root + "/chain.key")).isEmpty();
        Issued.write(root.resolve("chain.crt"), client.certificatePem(), "rw-r--r--");
        assertThat(only(CA, root + "/chain.crt", root + "/chain.key").kind()).isEqualTo(Kind.SIGNED_BY_ANOTHER_CA);
    }

    @Test
    void noMessageHoldsAnyOfAKey() throws IOException {
        List<String> keys = Files.readAllLines(folder.path("etcd/ca.key"));
        String all = findings("etcd/ca.key", "etcd/ca.key", "etcd/server.key") + " "
                + folder.credentials(CA, CLIENT, CLIENT_KEY);
        assertThat(keys.subList(1, keys.size() - 1)).isNotEmpty().noneMatch(all::contains);
    }
}
