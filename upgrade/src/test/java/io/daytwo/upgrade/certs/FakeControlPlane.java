package io.daytwo.upgrade.certs;

import io.daytwo.node.Command;
import io.daytwo.testkit.FakeNode;
import io.daytwo.testkit.FakeReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** The files of a control plane as kubeadm leaves them; its commands know the time, and nothing else. */
final class FakeControlPlane {
    static final String PKI = "/etc/kubernetes/pki/";
    private static final Duration YEAR = Duration.ofDays(365);

    final Authority kubernetes = new Authority("kubernetes");
    final Authority etcd = new Authority("etcd-ca");
    final Authority frontProxy = new Authority("front-proxy-ca");
    FakeNode node = FakeNode.named("cp1")
            .when(Command::isReading)
            .then(FakeReply.exiting(1, ""))
            .when("date", "+%s")
            .thenPrint(Instant.now().getEpochSecond() + "\n");

    FakeControlPlane() {
        node.withFile("/var/lib/kubelet/config.yaml", "staticPodPath: /etc/kubernetes/manifests\n");
        manifest(
                "etcd",
                "--name=cp1",
                "--advertise-client-urls=https://10.0.0.11:2379",
                "--listen-client-urls=https://10.0.0.11:2379",
                "--listen-peer-urls=https://10.0.0.11:2380",
                "--cert-file=/etc/kubernetes/pki/etcd/server.crt",
                "--key-file=/etc/kubernetes/pki/etcd/server.key",
                "--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt");
        apiServerOf("https://127.0.0.1:2379");
        put("ca", kubernetes.own);
        put("etcd/ca", etcd.own);
        put("front-proxy-ca", frontProxy.own);
        put("apiserver", kubernetes.leaf("CN=kube-apiserver", YEAR));
        put("apiserver-etcd-client", etcd.leaf("CN=kube-apiserver-etcd-client", YEAR));
        put("etcd/server", etcd.leaf("CN=cp1", YEAR));
        put("front-proxy-client", frontProxy.leaf("CN=front-proxy-client", YEAR));
        kubeconfig("/etc/kubernetes/admin.conf", kubernetes.leaf("CN=kubernetes-admin", YEAR));
        kubelet(kubernetes.leaf("CN=system:node:cp1, O=system:nodes", YEAR));
    }

    void apiServerOf(String etcdServers) {
        manifest(
                "kube-apiserver",
                "--advertise-address=10.0.0.11",
                "--secure-port=6443",
                "--service-cluster-ip-range=10.96.0.0/12",
                "--etcd-servers=" + etcdServers,
                "--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt",
                "--etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt",
                "--etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key",
                "--client-ca-file=/etc/kubernetes/pki/ca.crt",
                "--tls-cert-file=/etc/kubernetes/pki/apiserver.crt",
                "--tls-private-key-file=/etc/kubernetes/pki/apiserver.key",
                "--requestheader-client-ca-file=/etc/kubernetes/pki/front-proxy-ca.crt",
                "--proxy-client-cert-file=/etc/kubernetes/pki/front-proxy-client.crt",
                "--proxy-client-key-file=/etc/kubernetes/pki/front-proxy-client.key");
    }

    void manifest(String component, String... flags) {
        StringBuilder yaml = new StringBuilder("apiVersion: v1\nkind: Pod\nmetadata: {name: " + component
                + ", namespace: kube-system}\nspec:\n  containers:\n  - name: " + component
                + "\n    image: registry.k8s.io/" + component + ":v1.34.4\n    command:\n    - " + component + "\n");
        List.of(flags).forEach(flag -> yaml.append("    - " + flag + "\n"));
        node.withFile("/etc/kubernetes/manifests/" + component + ".yaml", yaml.toString());
    }

    void put(String name, Authority.Pair pair) {
        node.withFile(PKI + name + ".crt", pair.certificate());
        node.withFile(PKI + name + ".key", pair.key().getBytes(StandardCharsets.UTF_8), 0600);
    }

    void kubelet(Authority.Pair pair) {
        String current = "/var/lib/kubelet/pki/kubelet-client-current.pem";
        node.withFile(current, (pair.certificate() + pair.key()).getBytes(StandardCharsets.UTF_8), 0600);
        config("/etc/kubernetes/kubelet.conf", "client-certificate: " + current + "\n    client-key: " + current);
    }

    void kubeconfig(String path, Authority.Pair pair) {
        config(
                path,
                "client-certificate-data: " + base64(pair.certificate()) + "\n    client-key-data: "
                        + base64(pair.key()));
    }

    private void config(String path, String user) {
        String text = "apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    certificate-authority-data: "
                + base64(kubernetes.own.certificate())
                + "\n    server: https://10.0.0.10:6443\n  name: kubernetes\ncontexts:\n- context:\n    cluster: kubernetes\n"
                + "    user: me\n  name: me\ncurrent-context: me\nusers:\n- name: me\n  user:\n    " + user + "\n";
        node.withFile(path, text.getBytes(StandardCharsets.UTF_8), 0600);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
