package io.daytwo.upgrade.certs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterConfigurationTest {
    private final FakeControlPlane cp1 = new FakeControlPlane();

    @Test
    void isMadeFromWhatIsThereWhenNoApiAnswers() {
        assertThat(new ClusterConfiguration(cp1.node).yaml()).isEqualTo("""
                # from manifests and certificates: no API answered
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: ClusterConfiguration
                kubernetesVersion: "v1.34.4"
                certificatesDir: "/etc/kubernetes/pki"
                controlPlaneEndpoint: "10.0.0.10:6443"
                networking:
                  serviceSubnet: "10.96.0.0/12"
                encryptionAlgorithm: ECDSA-P256
                certificateValidityPeriod: 1101600m0s
                ---
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: InitConfiguration
                localAPIEndpoint:
                  advertiseAddress: "10.0.0.11"
                  bindPort: 6443
                nodeRegistration:
                  name: "cp1"
                """);
    }

    @Test
    void namesAnExternalEtcd() {
        cp1.node.withoutFile("/etc/kubernetes/manifests/etcd.yaml");
        cp1.manifest(
                "kube-apiserver",
                "--client-ca-file=/etc/kubernetes/pki/ca.crt",
                "--etcd-servers=https://10.0.0.51:2379,https://10.0.0.52:2379",
                "--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt");
        assertThat(new ClusterConfiguration(cp1.node).yaml()).contains("""
                etcd:
                  external:
                    endpoints: ["https://10.0.0.51:2379", "https://10.0.0.52:2379"]
                    caFile: "/etc/kubernetes/pki/etcd/ca.crt"
                """);
    }

    @Test
    void stringsOfTheApiAreTextAgain() {
        assertThat(JsonText.unquoted("\"a: \\\"b\\\"\\n\\u0063: d\\\\\\t\"")).isEqualTo("a: \"b\"\nc: d\\\t");
    }
}
