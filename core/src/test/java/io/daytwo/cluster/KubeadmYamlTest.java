package io.daytwo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeadmYamlTest {
    private static final String HEAD = "apiVersion: kubeadm.k8s.io/%s\nkind: ClusterConfiguration\n";

    @Test
    void readsArgumentsOfV1beta3AsAMapping() {
        var read = KubeadmYaml.parse(HEAD.formatted("v1beta3")
                + "kubernetesVersion: v1.33.4\nclusterName: kubernetes\n"
                + "apiServer:\n  extraArgs:\n    audit-log-maxage: \"30\"\n"
                + "etcd:\n  local:\n    dataDir: /var/lib/etcd\n");
        assertThat(read.apiVersion()).isEqualTo("v1beta3");
        assertThat(read.kubernetesVersion()).isEqualTo("v1.33.4");
        assertThat(read.etcd()).isEqualTo(EtcdTopology.STACKED);
        assertThat(read.etcdDataDir()).isEqualTo("/var/lib/etcd");
        assertThat(read.extraArgs().get("apiServer")).isEqualTo(Map.of("audit-log-maxage", List.of("30")));
    }

    @Test
    void readsArgumentsOfV1beta4WhichMayComeTwice() {
        var read = KubeadmYaml.parse(HEAD.formatted("v1beta4")
                + "apiServer:\n  extraArgs:\n"
                + "  - name: service-account-issuer\n    value: https://new\n"
                + "  - name: service-account-issuer\n    value: https://old\n"
                + "etcd:\n  external:\n    endpoints: [https://10.0.0.1:2379, https://10.0.0.2:2379]\n");
        assertThat(read.etcd()).isEqualTo(EtcdTopology.EXTERNAL);
        assertThat(read.etcdEndpoints()).containsExactly("https://10.0.0.1:2379", "https://10.0.0.2:2379");
        assertThat(read.extraArgs().get("apiServer"))
                .isEqualTo(Map.of("service-account-issuer", List.of("https://new", "https://old")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\n",
                "apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n",
                "apiVersion: kubeadm.k8s.io/v1beta4\napiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n",
                "a: &a [x]\nb: [*a, *a]\n",
                "a: [",
                "",
            })
    void refusesWhatKubeadmDoesNotWrite(String text) {
        assertThatExceptionOfType(KubeadmConfigurationException.class).isThrownBy(() -> KubeadmYaml.parse(text));
    }

    @Test
    void refusesDeepNestingBeforeATreeGrows() {
        String deep = HEAD.formatted("v1beta4") + "a: " + "[".repeat(100_000) + "]".repeat(100_000);
        assertThatExceptionOfType(KubeadmConfigurationException.class).isThrownBy(() -> KubeadmYaml.parse(deep));
    }
}
