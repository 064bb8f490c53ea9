package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code kubeadm init phase} of 1.33.13, 1.34.4, 1.35.4, 1.36.3 and 1.37.1 wrote; the etcd of 1.33 has joined a
 * cluster.
 */
class KubeadmManifestTest {
    @ParameterizedTest
    @CsvSource({"1.33,3.5.24-0", "1.34,3.6.5-0", "1.35,3.6.6-0", "1.36,3.6.8-0", "1.37,3.7.0-0"})
    void etcdIsReadWhole(String version, String image) {
        StaticPodManifest etcd = Corpus.manifest("kubeadm-" + version + "/etcd.yaml");
        assertThat(etcd.name()).isEqualTo("etcd");
        assertThat(etcd.namespace()).isEqualTo("kube-system");
        assertThat(etcd.image()).endsWith("/etcd:" + image);
        assertThat(etcd.flag("--name")).contains("cp1");
        assertThat(etcd.flag("data-dir")).contains("/var/lib/etcd");
        assertThat(etcd.flag("--listen-client-urls")).contains("https://127.0.0.1:2379,https://10.0.0.11:2379");
        assertThat(etcd.flag("--initial-cluster").orElseThrow()).contains("cp1=https://10.0.0.11:2380");
        assertThat(etcd.flag("--trusted-ca-file")).contains("/etc/kubernetes/pki/etcd/ca.crt");
        assertThat(etcd.flag("--no-such-flag")).isEmpty();
        assertThat(etcd.flags())
                .hasSize(version.equals("1.33") ? 20 : 19)
                .containsEntry("client-cert-auth", "true")
                .containsEntry("peer-key-file", "/etc/kubernetes/pki/etcd/peer.key")
                .containsEntry("snapshot-count", "10000");
        assertThat(etcd.hostPath("/var/lib/etcd/member/snap/db")).isEqualTo("/var/lib/etcd/member/snap/db");
        assertThat(etcd.hostPathVolume("etcd-data")).contains("/var/lib/etcd");
        assertThat(etcd.hostPathVolume("etcd-certs")).contains("/etc/kubernetes/pki/etcd");
        assertThat(etcd.hostPathVolume("etcd")).isEmpty();
        assertThat(etcd.text()).isEqualTo(Corpus.text("kubeadm-" + version + "/etcd.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.33", "1.34", "1.35", "1.36", "1.37"})
    void theApiServerIsReadWhole(String version) {
        StaticPodManifest api = Corpus.manifest("kubeadm-" + version + "/kube-apiserver.yaml");
        assertThat(api.name()).isEqualTo("kube-apiserver");
        assertThat(api.image()).contains("/kube-apiserver:v" + version + ".");
        assertThat(api.flag("--etcd-servers")).contains("https://127.0.0.1:2379");
        assertThat(api.flag("--etcd-cafile")).contains("/etc/kubernetes/pki/etcd/ca.crt");
        assertThat(api.flagValues("--service-account-issuer"))
                .containsExactly("https://kubernetes.default.svc.cluster.local");
        assertThat(api.flags()).hasSize(27);
        assertThat(api.hostPath("/etc/kubernetes/pki/apiserver.crt")).isEqualTo("/etc/kubernetes/pki/apiserver.crt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.33", "1.34", "1.35", "1.36", "1.37"})
    void controllerManagerAndSchedulerAreReadWhole(String version) {
        StaticPodManifest controllers = Corpus.manifest("kubeadm-" + version + "/kube-controller-manager.yaml");
        assertThat(controllers.name()).isEqualTo("kube-controller-manager");
        assertThat(controllers.image()).contains("/kube-controller-manager:v" + version + ".");
        assertThat(controllers.flag("--cluster-signing-key-file")).contains("/etc/kubernetes/pki/ca.key");
        assertThat(controllers.flags()).hasSize(17);
        StaticPodManifest scheduler = Corpus.manifest("kubeadm-" + version + "/kube-scheduler.yaml");
        assertThat(scheduler.image()).contains("/kube-scheduler:v" + version + ".");
        assertThat(scheduler.flags())
                .containsOnlyKeys(
                        "authentication-kubeconfig",
                        "authorization-kubeconfig",
                        "bind-address",
                        "kubeconfig",
                        "leader-elect");
        assertThat(scheduler.hostPath("/etc/kubernetes/scheduler.conf")).isEqualTo("/etc/kubernetes/scheduler.conf");
    }
}
