package io.daytwo.manifests;

import io.daytwo.node.NodeExecutor;
import java.util.Optional;

/**
 * What the kubelet's own configuration file says. Immutable.
 *
 * @param staticPodPath the folder of static Pods
 * @param tlsCertFile the certificate it serves, where the file names one; else the kubelet makes or requests its own
 */
public record KubeletSettings(String staticPodPath, Optional<String> tlsCertFile) {
    /** kubeadm's place for it (cmd/kubeadm/app/constants/constants.go, KubeletConfigurationFileName). */
    private static final String FILE = "/var/lib/kubelet/config.yaml";

    private static final String KUBEADM_DEFAULT = "/etc/kubernetes/manifests";

    /**
     * Reads {@code /var/lib/kubelet/config.yaml}; kubeadm's defaults where a node has none.
     *
     * @param node the node
     * @return its kubelet's settings
     * @throws ManifestException if the file is no YAML, or names no absolute staticPodPath
     * @throws io.daytwo.node.NodeFileException if it may not be read
     */
    public static KubeletSettings of(NodeExecutor node) {
        if (!node.files().exists(FILE)) {
            return new KubeletSettings(KUBEADM_DEFAULT, Optional.empty());
        }
        String source = node.name() + ":" + FILE;
        YamlMap settings =
                YamlText.parse(YamlText.decode(node.files().read(FILE, YamlText.MOST_BYTES), source), source);
        String folder = settings.text("staticPodPath")
                .filter(path -> path.startsWith("/"))
                .orElseThrow(() -> new ManifestException(
                        source,
                        0,
                        "names no absolute staticPodPath.",
                        "Set staticPodPath, or name the folder yourself: StaticPods.on(node, folder)."));
        return new KubeletSettings(folder, settings.text("tlsCertFile").filter(path -> !path.isEmpty()));
    }
}
