package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.manifests.Corpus;
import io.daytwo.manifests.pki.Misassignment.Kind;
import io.daytwo.manifests.pki.NodeCertificate.KeyMatch;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {
    private static final String PKI = ControlPlaneNode.PKI;
    private static final String COPY = "/home/ops/.kube/config";

    private static final Issued RSA = Issued.authority("rsa", Issued.rsa(), Issued.FROM, Issued.TO);

    private final ControlPlaneNode node = new ControlPlaneNode();

    @Test
    void aControlPlaneIsReadInOneCommand() {
        node.kubeconfig(COPY, node.client("kubernetes-admin"));
        List<NodeCertificate> found = node.certificates().all();
        assertThat(found).hasSize(15).allSatisfy(one -> assertThat(one.key()).isEqualTo(KeyMatch.MATCHES));
        assertThat(node.files.commands())
                .singleElement()
                .satisfies(command -> assertThat(command.isReading()).isTrue());
        assertThat(node.files.singleLooks()).isZero();
    }

    @Test
    void filesElsewhereTakeASecondOne() {
        for (String file : List.of("etcd/server.crt", "etcd/server.key")) {
            node.files.copy(PKI + file, "/etc/kubernetes/pki/etcd/own/" + file);
            node.files.remove(PKI + file);
        }
        node.files.put(
                ControlPlaneNode.manifest("etcd"),
                Corpus.text("kubeadm-1.34/etcd.yaml").replace("/pki/etcd/server.", "/pki/etcd/own/etcd/server."));
        assertThat(node.certificates().all())
                .extracting(NodeCertificate::path)
                .contains("/etc/kubernetes/pki/etcd/own/etcd/server.crt");
        assertThat(node.certificates().misassigned()).isEmpty();
        node.files.commands().clear();
        int before = node.files.singleLooks();
        assertThat(node.certificates().all()).hasSize(14);
        assertThat(node.files.commands()).hasSize(2);
        assertThat(node.files.singleLooks()).isEqualTo(before);
    }

    @Test
    void noPrivateKeyLeavesANodeThatHasOpenssl() {
        assertThat(node.certificates().all()).hasSize(14);
        assertThat(node.files.output())
                .contains("BEGIN PUBLIC KEY", "F" + PKI + "ca.key", "|-----BEGIN EC PRIVATE KEY-----")
                .doesNotContain(body(node.kubernetes.keyPem()), body(node.etcd.keyPem()), body(node.serving.keyPem()));
    }

    private static String body(String pem) {
        return pem.lines().skip(1).findFirst().orElseThrow();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keysAndTokensOfKubeconfigsStayToo() {
        Issued admin = node.client("kubernetes-admin");
        node.kubeconfig(COPY, admin);
        String config = new String(node.files.read(COPY, 1 << 20), StandardCharsets.UTF_8);
        node.files.put(COPY, config + "    token: planted-token\n");
        assertThat(named(COPY).key()).isEqualTo(KeyMatch.MATCHES);
        assertThat(node.files.output())
                .contains("|    client-key-data:\n", "|    token: \"\"\n")
                .doesNotContain(base64(admin.keyPem()), "planted-token");
        node.kubeconfig(COPY, new Issued(admin.certificate(), Issued.p256()));
        assertThat(named(COPY).key()).isEqualTo(KeyMatch.DIFFERS);
        node.files.put(COPY, config.replace("client-key-data: L", "client-key-data: A"));
        assertThat(named(COPY).key()).isEqualTo(KeyMatch.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 3072, 4096})
    void ofRsaKeysOnlyAPartOfTheModulusIsTold(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        Issued authority = Issued.authority("etcd-ca", generator.generateKeyPair(), Issued.FROM, Issued.TO);
        Issued other = Issued.authority("etcd-ca", generator.generateKeyPair(), Issued.FROM, Issued.TO);
        node.files.withoutOpenssl();
        node.put("etcd/ca", authority);
        node.files.put(COPY, ControlPlaneNode.kubeconfigOf(authority));
        assertThat(named("etcd-ca").key()).isEqualTo(KeyMatch.MATCHES);
        assertThat(named(COPY).key()).isEqualTo(KeyMatch.MATCHES);
        List<String> body =
                authority.keyPem().lines().filter(line -> !line.startsWith("-")).toList();
        assertThat(node.files.output())
                .contains("N" + String.join("", body.subList(0, 4)) + "\n")
                .doesNotContain(body.subList(4, body.size()));
        if (bits == 2048) {
            assertThat(node.files.output())
                    .doesNotContain(base64(authority.keyPem()).substring(0, 389));
        }
        node.files.put(PKI + "etcd/ca.key", other.keyPem());
        node.files.put(COPY, ControlPlaneNode.kubeconfigOf(new Issued(authority.certificate(), other.keys())));
        assertThat(named("etcd-ca").key()).isEqualTo(KeyMatch.DIFFERS);
        assertThat(named(COPY).key()).isEqualTo(KeyMatch.DIFFERS);
    }

    private NodeCertificate named(String name) {
        return node.certificates().all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutOpensslKeysAreReadInTheSameCommand() {
        node.files.withoutOpenssl();
        assertThat(node.certificates().all())
                .hasSize(14)
                .allSatisfy(one -> assertThat(one.key()).isEqualTo(KeyMatch.MATCHES));
        assertThat(node.files.output()).contains(body(node.etcd.keyPem())).doesNotContain("PUBLIC KEY");
        assertThat(node.files.singleLooks()).isZero();
    }

    static Stream<String> oddFiles() {
        Issued issued = Issued.authority("x");
        return Stream.of(
                "",
                "no PEM\n",
                "0\u0001\u0002\n",
                "-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n",
                "-----BEGIN EC PRIVATE KEY-----\nMHcCAQ==\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMHcCAQ==\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMHcCAQ==\n-----END RSA PRIVATE KEY-----\n",
                RSA.keyPem(),
                RSA.keyPem().replace("MIIE", "MIIF"),
                RSA.keyPem().replaceFirst("(?s)\n.{64}\n", "\n"),
                RSA.keyPem().replace("\n", "\r\n"),
                RSA.pkcs8Pem(),
                RSA.certificatePem() + RSA.keyPem(),
                issued.certificatePem(),
                issued.certificatePem() + issued.keyPem(),
                issued.keyPem() + issued.certificatePem().stripTrailing(),
                issued.keyPem().replace("\n", "\r\n"),
                issued.pkcs8Pem(),
                Issued.pem(issued.keys().getPublic()),
                "kind: Config\n",
                "{\"users\": [{\"user\": {\"client-key-data\": \"eA==\"}}]}\n");
    }

    @ParameterizedTest
    @MethodSource("oddFiles")
    void whateverLiesThereIsJudgedAsIfReadByItself(String odd) {
        for (String path : List.of(
                PKI + "etcd/server.key",
                PKI + "etcd/peer.crt",
                PKI + "ca.crt",
                "/etc/kubernetes/controller-manager.conf",
                COPY)) {
            ControlPlaneNode other = new ControlPlaneNode();
            other.files.put(path, odd);
            NodeCertificates ahead = other.certificates();
            other.files.runsNothing();
            NodeCertificates single = other.certificates();
            assertThat(ahead.misassigned()).as(path).isEqualTo(single.misassigned());
            assertThat(ahead.all()).as(path).isEqualTo(single.all());
        }
    }

    @Test
    void modesAreThoseOfTheFiles() {
        node.files.openToAll(PKI + "etcd/ca.key");
        assertThat(node.certificates().misassigned())
                .singleElement()
                .extracting(Misassignment::kind, Misassignment::path)
                .containsExactly(Kind.KEY_READABLE_BY_OTHERS, PKI + "etcd/ca.key");
    }
}
