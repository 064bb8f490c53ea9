package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth;

import io.daytwo.manifests.Corpus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every mix-up on a control plane of its own, and what somebody reads of it at 3 a.m.: mix-ups.txt. */
class MixUpsTest {
    private static final String PKI = ControlPlaneNode.PKI;
    private static final List<String> ADDRESS = List.of("10.0.0.11");
    private static final Instant PAST = Issued.NOW.minus(Duration.ofDays(1));
    private static final Instant FUTURE = Issued.NOW.plus(Duration.ofDays(1));

    private final Map<String, Consumer<ControlPlaneNode>> mixUps = new LinkedHashMap<>();

    private void all() {
        mixUps.put(
                "certificate as CA",
                node -> node.files.copy(PKI + "front-proxy-client.crt", PKI + "front-proxy-ca.crt"));
        mixUps.put("key as CA", node -> node.files.copy(PKI + "front-proxy-ca.key", PKI + "front-proxy-ca.crt"));
        mixUps.put("CA of another hierarchy", node -> node.files.copy(PKI + "ca.crt", PKI + "front-proxy-ca.crt"));
        mixUps.put("CA as certificate", node -> node.put("etcd/peer", node.etcd));
        mixUps.put("CA key as certificate", node -> node.files.copy(PKI + "etcd/ca.key", PKI + "etcd/peer.crt"));
        mixUps.put("key as certificate", node -> node.files.copy(PKI + "etcd/server.key", PKI + "etcd/peer.crt"));
        mixUps.put("CA key as key", node -> node.files.copy(PKI + "etcd/ca.key", PKI + "etcd/peer.key"));
        mixUps.put("certificate as key", node -> node.files.copy(PKI + "etcd/peer.crt", PKI + "etcd/peer.key"));
        mixUps.put("key of another", node -> node.files.copy(PKI + "etcd/server.key", PKI + "etcd/peer.key"));
        mixUps.put("swapped", node -> {
            Issued peer = node.member();
            node.files.put(PKI + "etcd/peer.crt", peer.keyPem());
            node.files.put(PKI + "etcd/peer.key", peer.certificatePem());
        });
        mixUps.put("signed by another CA", node -> node.put("apiserver-etcd-client", node.client("etcd-client")));
        mixUps.put(
                "signed by a CA of the same name",
                node -> node.put(
                        "apiserver-etcd-client", Issued.authority("etcd-ca").leaf("CN=x", id_kp_clientAuth)));
        mixUps.put("for another node", node -> node.put("apiserver", node.apiServer("10.0.0.12")));
        mixUps.put(
                "for clients only",
                node -> node.put("apiserver", node.kubernetes.server("CN=x", ADDRESS, id_kp_clientAuth)));
        mixUps.put(
                "for servers only", node -> node.put("etcd/peer", node.etcd.server("CN=x", ADDRESS, id_kp_serverAuth)));
        mixUps.put("key readable by others", node -> node.files.openToAll(PKI + "etcd/ca.key"));
        mixUps.put(
                "expired",
                node -> node.put(
                        "front-proxy-client", node.frontProxy.leaf("CN=x", Issued.FROM, PAST, id_kp_clientAuth)));
        mixUps.put(
                "not yet valid",
                node -> node.put(
                        "front-proxy-client", node.frontProxy.leaf("CN=x", FUTURE, Issued.TO, id_kp_clientAuth)));
        mixUps.put(
                "expired copy",
                node -> node.kubeconfig(
                        "/root/.kube/config", node.kubernetes.leaf("CN=x", Issued.FROM, PAST, id_kp_clientAuth)));
        mixUps.put("expired kubelet", node -> {
            Issued dead = node.kubernetes.leaf("CN=system:node:cp1", Issued.FROM, PAST, id_kp_clientAuth);
            node.files.put(KubeadmPlaces.KUBELET + "kubelet-client-current.pem", dead.certificatePem() + dead.keyPem());
        });
        mixUps.put("expired CA", node -> frontProxy(node, Issued.FROM, PAST));
        mixUps.put("CA not yet valid", node -> frontProxy(node, FUTURE, Issued.TO));
        mixUps.put("missing", node -> node.files.remove(PKI + "etcd/peer.crt"));
        mixUps.put("empty", node -> node.files.put(PKI + "etcd/peer.crt", ""));
        mixUps.put("no PEM", node -> node.files.put(PKI + "etcd/peer.crt", "hello"));
        mixUps.put(
                "public key as certificate",
                node -> node.files.put(
                        PKI + "etcd/peer.crt", Issued.pem(node.etcd.keys().getPublic())));
    }

    private static void frontProxy(ControlPlaneNode node, Instant from, Instant to) {
        Issued authority = Issued.authority("front-proxy-ca", Issued.p256(), from, to);
        node.put("front-proxy-ca", authority);
        node.put("front-proxy-client", authority.leaf("CN=front-proxy-client", id_kp_clientAuth));
    }

    private static String sentence(Consumer<ControlPlaneNode> mixUp) {
        ControlPlaneNode node = new ControlPlaneNode();
        mixUp.accept(node);
        return node.certificates().misassigned().stream()
                .map(finding -> finding.kind() + " " + finding)
                .collect(Collectors.joining("\n    "));
    }

    @Test
    void eachHasASentenceOfItsOwn() {
        all();
        Map<String, String> sentences = new LinkedHashMap<>();
        mixUps.forEach((name, mixUp) -> sentences.put(name, sentence(mixUp)));
        String text = sentences.entrySet().stream()
                .map(one -> one.getKey() + "\n    " + one.getValue() + "\n")
                .collect(Collectors.joining());
        assertThat(text).isEqualTo(Corpus.text("mix-ups.txt"));
        assertThat(sentences.values()).doesNotHaveDuplicates();
    }
}
