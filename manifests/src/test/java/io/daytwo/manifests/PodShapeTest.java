package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubeadm's manifests tell of the processes to come. */
class PodShapeTest {
    private static PodShape shape(String version, String component) {
        return new PodShape(Corpus.manifest("kubeadm-" + version + "/" + component + ".yaml"));
    }

    private static NetworkProbe network(String scheme, String host, int port, String path) {
        return new NetworkProbe(scheme, host, port, path, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.33", "1.34", "1.35", "1.36", "1.37"})
    void isReadFromEveryRelease(String version) {
        PodShape etcd = shape(version, "etcd");
        assertThat(etcd.ports()).containsExactly(2379, 2380, 2381);
        assertThat(etcd.peerPort()).isEqualTo("094C");
        assertThat(etcd.lockedFile()).contains("/var/lib/etcd/member/snap/db");
        assertThat(etcd.probe()).contains(network("HTTP", "127.0.0.1", 2381, "/livez"));
        assertThat(etcd.credentials())
                .contains("/etc/kubernetes/pki/etcd/server.crt", "/etc/kubernetes/pki/etcd/peer.key");
        assertThat(etcd.grace()).isEqualTo(Duration.ofSeconds(30));

        PodShape api = shape(version, "kube-apiserver");
        assertThat(api.ports()).containsExactly(6443);
        assertThat(api.probe()).contains(network("HTTPS", "10.0.0.11", 6443, "/readyz"));
        assertThat(api.credentials())
                .contains(
                        "/etc/kubernetes/pki/apiserver.crt",
                        "/etc/kubernetes/pki/apiserver-etcd-client.key",
                        "/etc/kubernetes/pki/sa.key")
                .hasSize(13);
        assertThat(api.patience()).isEqualTo(Duration.ofSeconds(250));

        PodShape controllers = shape(version, "kube-controller-manager");
        assertThat(controllers.ports()).containsExactly(10257);
        assertThat(controllers.probe()).contains(network("HTTPS", "127.0.0.1", 10257, "/healthz"));
        assertThat(controllers.credentials()).contains("/etc/kubernetes/controller-manager.conf");
        assertThat(controllers.program()).isEqualTo("kube-controller-manager");

        PodShape scheduler = shape(version, "kube-scheduler");
        assertThat(scheduler.ports()).containsExactly(10259);
        assertThat(scheduler.probe()).contains(network("HTTPS", "127.0.0.1", 10259, "/readyz"));
        assertThat(scheduler.credentials()).containsExactly("/etc/kubernetes/scheduler.conf");
        assertThat(scheduler.lockedFile()).isEmpty();
    }

    @Test
    void whatStartsThroughAShellHasNoPortsOfItsOwn() {
        PodShape shape = new PodShape(StaticPodManifest.parse("""
                kind: Pod
                metadata: {name: vip}
                spec:
                  hostNetwork: true
                  terminationGracePeriodSeconds: 5
                  containers:
                  - {name: vip, command: [sh, -c, "vip --secure-port=1"]}
                """, "vip.yaml"));
        assertThat(shape.ports()).isEmpty();
        assertThat(shape.probe()).isEmpty();
        assertThat(shape.credentials()).isEmpty();
        assertThat(shape.grace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(shape.patience()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aPodOnANetworkOfItsOwnIsNotAskedThroughTheNode() {
        String web = """
                kind: Pod
                metadata: {name: web}
                spec:
                  containers:
                  - {name: web, livenessProbe: {httpGet: {port: 80}}}
                """;
        assertThat(new PodShape(StaticPodManifest.parse(web, "web.yaml")).probe())
                .isEmpty();
        String host = web.replace("spec:\n", "spec:\n  hostNetwork: true\n");
        assertThat(new PodShape(StaticPodManifest.parse(host, "web.yaml")).probe())
                .contains(network("HTTP", "127.0.0.1", 80, "/"));
    }
}
