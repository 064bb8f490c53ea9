package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.NodeFileException;
import io.daytwo.node.NodeFileException.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StaticPodsTest {
    private final InMemoryNode node = new InMemoryNode("cp1");

    @Test
    void theKubeletsOwnConfigurationNamesTheFolder() {
        node.put("/var/lib/kubelet/config.yaml", "kind: KubeletConfiguration\nstaticPodPath: /srv/pods\n");
        node.put("/srv/pods/etcd.yaml", Corpus.text("kubeadm-1.34/etcd.yaml"));
        StaticPods pods = StaticPods.on(node);
        assertThat(pods.directory()).isEqualTo("/srv/pods");
        StaticPodManifest etcd = pods.manifest("etcd");
        assertThat(etcd.flag("--name")).contains("cp1");
        assertThat(etcd.source()).isEqualTo("cp1:/srv/pods/etcd.yaml");
    }

    @Test
    void withoutAKubeletConfigurationKubeadmsFolderIsRead() {
        node.put("/etc/kubernetes/manifests/etcd.yaml", Corpus.text("kubeadm-1.34/etcd.yaml"));
        assertThat(StaticPods.on(node).find("etcd")).isPresent();
        assertThat(StaticPods.on(node).directory()).isEqualTo("/etc/kubernetes/manifests");
    }

    @Test
    void theFolderCanBeGiven() {
        node.put("/x/etcd.yaml", Corpus.text("kubeadm-1.34/etcd.yaml"));
        assertThat(StaticPods.on(node, "/x").manifest("etcd").name()).isEqualTo("etcd");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StaticPods.on(node, "x"))
                .withMessageContaining("directory");
    }

    @Test
    void aNodeWithoutTheComponentSaysSo() {
        StaticPods pods = StaticPods.on(node);
        assertThat(pods.find("etcd")).isEmpty();
        ManifestException error = catchThrowableOfType(ManifestException.class, () -> pods.manifest("etcd"));
        assertThat(error.source()).isEqualTo("cp1:/etc/kubernetes/manifests/etcd.yaml");
        assertThat(error.getMessage()).contains("runs no static Pod");
    }

    @Test
    void namesThatAreNoNamesAreRefused() {
        for (String name : new String[] {"../etcd", "etcd/..", "", "Etcd", ".etcd", "a".repeat(300), "etcd\n"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StaticPods.on(node).find(name))
                    .withMessageContaining("component");
        }
    }

    @Test
    void aKubeletWithoutAFolderIsNotGuessedAt() {
        node.put("/var/lib/kubelet/config.yaml", "kind: KubeletConfiguration\n");
        ManifestException error = catchThrowableOfType(ManifestException.class, () -> StaticPods.on(node));
        assertThat(error.source()).isEqualTo("cp1:/var/lib/kubelet/config.yaml");
        assertThat(error.remedy()).contains("StaticPods.on(node, folder)");
    }

    @Test
    void hugeAndForeignFilesAreRefused() {
        node.put("/etc/kubernetes/manifests/huge.yaml", "a".repeat((1 << 20) + 1));
        node.put("/etc/kubernetes/manifests/latin.yaml", "kind: P\u00f6d".getBytes(StandardCharsets.ISO_8859_1));
        StaticPods pods = StaticPods.on(node);
        NodeFileException huge = catchThrowableOfType(NodeFileException.class, () -> pods.manifest("huge"));
        assertThat(huge.reason()).isEqualTo(Reason.TOO_LARGE);
        ManifestException latin = catchThrowableOfType(ManifestException.class, () -> pods.manifest("latin"));
        assertThat(latin.getMessage()).contains("UTF-8");
    }
}
