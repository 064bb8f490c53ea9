package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth;

import io.daytwo.manifests.Corpus;
import io.daytwo.manifests.pki.Misassignment.Kind;
import io.daytwo.manifests.pki.NodeCertificate.Renewal;
import io.daytwo.manifests.pki.ServedCertificate.State;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates that administrators gave to API server, scheduler and kubelet. */
class OwnServingTest {
    private static final String API = "/etc/kubernetes/pki/own/api";
    private static final String WEB = "/etc/kubernetes/pki/own/web";
    private static final String SCHEDULER = "/etc/kubernetes/pki/own/scheduler";

    private final ControlPlaneNode node = new ControlPlaneNode();
    private final Issued company = Issued.authority("Some Company CA");
    private final Issued api = server("api.example.com", "10.0.0.10");
    private final Issued web = server("*.k8s.example.com");

    private Issued server(String... names) {
        return company.server("CN=" + names[0], List.of(names), id_kp_serverAuth);
    }

    private void put(String base, Issued issued) {
        node.files.put(base + ".crt", issued.certificatePem());
        node.files.put(base + ".key", issued.keyPem());
    }

    private void apiServer(String... pairs) {
        String flag = "    - --tls-cert-file=";
        String more = Stream.of(pairs)
                .map(pair -> "    - --tls-sni-cert-key=" + pair + "\n")
                .reduce("", String::concat);
        node.files.put(
                ControlPlaneNode.manifest("kube-apiserver"),
                Corpus.text("kubeadm-1.34/kube-apiserver.yaml").replace(flag, more + flag));
    }

    @BeforeEach
    void twoForNamesAndOneOfTheScheduler() {
        put(API, api);
        put(WEB, web);
        put(SCHEDULER, server("cp1"));
        apiServer(API + ".crt," + API + ".key:api.example.com,10.0.0.10", WEB + ".crt," + WEB + ".key");
        node.files.put(ControlPlaneNode.manifest("kube-scheduler"), """
                kind: Pod
                metadata: {name: kube-scheduler, namespace: kube-system}
                spec:
                  containers:
                  - name: kube-scheduler
                    command: [kube-scheduler, --tls-cert-file=%s.crt, --tls-private-key-file=%s.key]
                """.formatted(SCHEDULER, SCHEDULER));
    }

    private Misassignment onlyFinding() {
        List<Misassignment> findings = node.certificates().misassigned();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void areFoundAndAnyCaMayHaveSignedThem() {
        NodeCertificates certificates = node.certificates();
        assertThat(certificates.misassigned()).isEmpty();
        assertThat(certificates.all())
                .filteredOn(one -> one.path().contains("/own/"))
                .extracting(NodeCertificate::name, NodeCertificate::path, NodeCertificate::renewal)
                .containsExactly(
                        tuple("kube-apiserver-sni", API + ".crt", Renewal.BY_HAND),
                        tuple("kube-apiserver-sni", WEB + ".crt", Renewal.BY_HAND),
                        tuple("kube-scheduler-serving", SCHEDULER + ".crt", Renewal.BY_HAND));
        assertThat(certificates.all().stream()
                        .filter(one -> one.path().equals(API + ".crt"))
                        .flatMap(one -> one.usedBy().stream()))
                .containsExactly("kube-apiserver --tls-sni-cert-key");
        node.files.commands().clear();
        int before = node.files.singleLooks();
        assertThat(node.certificates().all()).hasSize(17);
        assertThat(node.files.commands()).hasSize(2);
        assertThat(node.files.singleLooks()).as("files read one by one").isEqualTo(before);
    }

    @Test
    void haveToBeForTheNamesForWhichTheyAreShown() {
        apiServer(API + ".crt," + API + ".key:api.example.com,api.example.org,*.example.net");
        assertThat(onlyFinding().kind()).isEqualTo(Kind.SAN_MISSING);
        assertThat(onlyFinding().problem()).contains("[api.example.com, 10.0.0.10], not for api.example.org, under");
        assertThat(onlyFinding().remedy()).isEqualTo("Have one made for these names, too.");
    }

    @Test
    void ofClientsExpiredOrWithAnotherKeyAreNamed() {
        put(API, company.server("CN=api", List.of("api.example.com", "10.0.0.10"), id_kp_clientAuth));
        assertThat(onlyFinding().kind()).isEqualTo(Kind.CLIENT_ONLY);
        assertThat(onlyFinding().remedy()).isEqualTo("A server's certificate is needed.");
        put(API, company.leaf("CN=api.example.com", Issued.FROM, Issued.NOW.minusSeconds(1), id_kp_serverAuth));
        apiServer(API + ".crt," + API + ".key");
        assertThat(onlyFinding().kind()).isEqualTo(Kind.EXPIRED);
        put(API, new Issued(api.certificate(), Issued.p256()));
        assertThat(onlyFinding().kind()).isEqualTo(Kind.KEY_OF_ANOTHER_CERTIFICATE);
        assertThat(onlyFinding().role()).isEqualTo("key of kube-apiserver --tls-sni-cert-key");
        node.files.remove(API + ".key");
        assertThat(onlyFinding().kind()).isEqualTo(Kind.UNREADABLE);
    }

    @Test
    void whatTheApiServerItselfRefusesIsNotFollowed() {
        apiServer(API + ".crt", "relative.crt,relative.key", API + ".crt," + API + ".key," + WEB + ".crt");
        assertThat(node.certificates().all()).extracting(NodeCertificate::name).doesNotContain("kube-apiserver-sni");
    }

    @Test
    void areShownToThoseWhoAskForTheirNames() {
        Issued usual = node.apiServer("10.0.0.11");
        node.put("apiserver", usual);
        Issued stale = server("daytwo.k8s.example.com");
        try (TlsServer port = new TlsServer(List.of(usual, api, stale), "TLSv1.3")) {
            node.files.listen("10.0.0.11", 6443, port.port());
            List<ServedCertificate> served = ServedCertificates.on(node.files).of("kube-apiserver");
            assertThat(served)
                    .extracting(ServedCertificate::at, ServedCertificate::state)
                    .containsExactly(
                            tuple("10.0.0.11:6443", State.AS_ON_DISK),
                            tuple("10.0.0.11:6443 (api.example.com)", State.AS_ON_DISK),
                            tuple("10.0.0.11:6443 (daytwo.k8s.example.com)", State.DIFFERS));
            assertThat(served.get(2).served()).contains(stale.certificate());
        }
    }

    @Test
    void ofAKubeletAreThoseOfItsConfigurationUnlessItsFlagsNameOthers() {
        String own = "/etc/kubelet/";
        put(own + "tls", node.kubernetes.leaf("CN=system:node:cp1", id_kp_serverAuth));
        node.files.copy(own + "tls.key", own + "private.pem");
        node.files.remove(own + "tls.key");
        node.files.put("/var/lib/kubelet/config.yaml", """
                staticPodPath: /etc/kubernetes/manifests
                port: 10260
                tlsCertFile: /etc/kubelet/tls.crt
                tlsPrivateKeyFile: /etc/kubelet/private.pem
                """);
        assertThat(serving()).extracting(NodeCertificate::path).containsExactly(own + "tls.crt");
        assertThat(serving()).extracting(NodeCertificate::key).containsExactly(NodeCertificate.KeyMatch.MATCHES);
        assertThat(node.certificates().misassigned()).isEmpty();
        assertThat(ServingPort.kubelet(node.files).port()).isEqualTo(10260);

        put(SCHEDULER, server("other"));
        node.files.put(
                "/var/lib/kubelet/kubeadm-flags.env", "KUBELET_KUBEADM_ARGS=\"--port=10261 --tls-cert-file=/no\"\n");
        node.files.put(
                "/etc/default/kubelet",
                "# ours\nKUBELET_EXTRA_ARGS=--tls-cert-file " + SCHEDULER + ".crt \\\n --tls-private-key-file="
                        + SCHEDULER + ".key --address=10.0.0.11\n");
        assertThat(serving()).extracting(NodeCertificate::path).containsExactly(SCHEDULER + ".crt");
        assertThat(node.certificates().misassigned()).isEmpty();
        assertThat(ServingPort.kubelet(node.files))
                .isEqualTo(new ServingPort("kubelet", "10.0.0.11", 10261, java.util.Optional.of(SCHEDULER + ".crt")));
        node.files.remove(SCHEDULER + ".crt");
        assertThat(node.certificates().misassigned())
                .extracting(Misassignment::kind, Misassignment::path)
                .as("named, but not there")
                .contains(tuple(Kind.UNREADABLE, SCHEDULER + ".crt"));
    }

    private List<NodeCertificate> serving() {
        return node.certificates().all().stream()
                .filter(one -> one.name().equals("kubelet-serving"))
                .toList();
    }
}
