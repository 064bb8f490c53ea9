package io.daytwo.manifests.pki;

import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth;

import io.daytwo.manifests.Corpus;
import io.daytwo.manifests.InMemoryNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;

/** The files of a control plane as kubeadm 1.34 leaves them, with certificates of the test. */
final class ControlPlaneNode {
    static final String PKI = "/etc/kubernetes/pki/";

    final InMemoryNode files;
    final Issued kubernetes = Issued.authority("kubernetes");
    final Issued etcd = Issued.authority("etcd-ca");
    final Issued frontProxy = Issued.authority("front-proxy-ca");
    final Issued serving = Issued.authority("cp1-ca@1763695000").leaf("CN=cp1@1763695000", id_kp_serverAuth);

    ControlPlaneNode() {
        this("cp1");
    }

    ControlPlaneNode(String name) {
        files = new InMemoryNode(name);
        files.put("/var/lib/kubelet/config.yaml", "staticPodPath: /etc/kubernetes/manifests\n");
        for (String component : List.of("etcd", "kube-apiserver")) {
            files.put(manifest(component), Corpus.text("kubeadm-1.34/" + component + ".yaml"));
        }
        String controllers = """
                kind: Pod
                metadata: {name: kube-controller-manager, namespace: kube-system}
                spec:
                  containers:
                  - name: kube-controller-manager
                    command:
                    - kube-controller-manager
                    - --client-ca-file=/etc/kubernetes/pki/ca.crt
                    - --cluster-signing-cert-file=/etc/kubernetes/pki/ca.crt
                    - --cluster-signing-key-file=/etc/kubernetes/pki/ca.key
                    - --kubeconfig=/etc/kubernetes/controller-manager.conf
                """;
        files.put(manifest("kube-controller-manager"), controllers);
        put("ca", kubernetes);
        put("etcd/ca", etcd);
        put("front-proxy-ca", frontProxy);
        put("apiserver", apiServer("10.0.0.11"));
        put("apiserver-kubelet-client", kubernetes.leaf("CN=kube-apiserver-kubelet-client", id_kp_clientAuth));
        put("front-proxy-client", frontProxy.leaf("CN=front-proxy-client", id_kp_clientAuth));
        put("etcd/server", member());
        put("etcd/peer", member());
        put("etcd/healthcheck-client", etcd.leaf("CN=kube-etcd-healthcheck-client", id_kp_clientAuth));
        put("apiserver-etcd-client", etcd.leaf("CN=kube-apiserver-etcd-client", id_kp_clientAuth));
        kubeconfig("/etc/kubernetes/admin.conf", client("kubernetes-admin"));
        kubeconfig("/etc/kubernetes/controller-manager.conf", client("system:kube-controller-manager"));
        Issued kubelet = client("system:node:cp1");
        files.put("/var/lib/kubelet/pki/kubelet-client-current.pem", kubelet.certificatePem() + kubelet.keyPem());
        files.put(
                "/etc/kubernetes/kubelet.conf",
                config("client-certificate: /var/lib/kubelet/pki/kubelet-client-current.pem\n"
                        + "client-key: /var/lib/kubelet/pki/kubelet-client-current.pem"));
        files.put("/var/lib/kubelet/pki/kubelet.crt", serving.certificatePem());
        files.put("/var/lib/kubelet/pki/kubelet.key", serving.keyPem());
    }

    static String manifest(String component) {
        return "/etc/kubernetes/manifests/" + component + ".yaml";
    }

    Issued apiServer(String address) {
        return kubernetes.server("CN=kube-apiserver", List.of("kubernetes.default.svc", address), id_kp_serverAuth);
    }

    /** As kubeadm does it: the same names, a new key. */
    Issued renewed(Issued old, Instant from) {
        return kubernetes.leaf(
                old.certificate().getSubjectX500Principal().getName(),
                List.of("kubernetes.default.svc", "10.0.0.11"),
                from,
                id_kp_serverAuth);
    }

    Issued member() {
        return etcd.server("CN=cp1", List.of("cp1", "10.0.0.11"), id_kp_serverAuth, id_kp_clientAuth);
    }

    Issued client(String name) {
        return kubernetes.leaf("CN=" + name, id_kp_clientAuth);
    }

    void put(String name, Issued issued) {
        files.put(PKI + name + ".crt", issued.certificatePem());
        files.put(PKI + name + ".key", issued.keyPem());
    }

    void kubeconfig(String path, Issued client) {
        files.put(path, kubeconfigOf(client));
    }

    static String kubeconfigOf(Issued client) {
        return config("client-certificate-data: " + base64(client.certificatePem()) + "\nclient-key-data: "
                + base64(client.keyPem()));
    }

    /** As kubectl writes it. */
    private static String config(String user) {
        return """
                apiVersion: v1
                clusters:
                - cluster:
                    server: https://10.0.0.10:6443
                  name: k
                contexts:
                - context:
                    cluster: k
                    user: u
                  name: c
                current-context: c
                kind: Config
                users:
                - name: u
                  user:
                """ + user.indent(4);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    NodeCertificates certificates() {
        return NodeCertificates.on(files, Clock.fixed(Issued.NOW, ZoneOffset.UTC));
    }
}
