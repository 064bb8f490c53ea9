package io.daytwo.manifests;

import io.daytwo.node.NodeExecutor;
import java.util.Optional;
import java.util.Set;

/**
 * What the kubelet's own configuration file says. Immutable.
 *
 * @param staticPodPath the folder of static Pods
 * @param tlsCertFile the certificate it serves, where the file names one; else the kubelet makes or requests its own
 * @param address where it serves, empty for every address of the node
 * @param port on which it serves, 10250 unless set
 */
public record KubeletSettings(String staticPodPath, Optional<String> tlsCertFile, Optional<String> address, int port) {
    /** kubeadm's place for it (cmd/kubeadm/app/constants/constants.go, KubeletConfigurationFileName). */
    private static final String FILE = "/var/lib/kubelet/config.yaml";

    private static final String KUBEADM_DEFAULT = "/etc/kubernetes/manifests";

    /** pkg/cluster/ports/ports.go, KubeletPort. */
    private static final int DEFAULT_PORT = 10250;

    private static final Set<String> ANY_ADDRESS = Set.of("", "0.0.0.0", "::");

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
            return new KubeletSettings(KUBEADM_DEFAULT, Optional.empty(), Optional.empty(), DEFAULT_PORT);
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
        return new KubeletSettings(
                folder,
                settings.text("tlsCertFile").filter(path -> !path.isEmpty()),
                settings.text("address").filter(address -> !ANY_ADDRESS.contains(address)),
                settings.text("port")
                        .filter(port -> port.matches("[1-9][0-9]{0,4}"))
                        .map(Integer::valueOf)
                        .orElse(DEFAULT_PORT));
    }
}
