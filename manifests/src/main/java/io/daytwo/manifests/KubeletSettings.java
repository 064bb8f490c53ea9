package io.daytwo.manifests;

import io.daytwo.node.NodeExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the kubelet's own configuration file says, and {@link #overruledByFlags}. Immutable. Defaults as in
 * k8s.io/kubernetes pkg/kubelet/apis/config/v1beta1/defaults.go.
 *
 * @param staticPodPath the folder of static Pods
 * @param tlsCertFile the certificate it serves, where one is named; else the kubelet makes or requests its own
 * @param tlsPrivateKeyFile its key, where one is named
 * @param address where it serves, empty for every address of the node
 * @param port on which it serves, 10250 unless set
 * @param fileCheckFrequency how often it lists that folder, whatever inotify told it; 20 s by default
 * @param podLogsDir where the logs of containers lie; {@code /var/log/pods} by default
 * @param containerRuntimeEndpoint the runtime's socket, where this file names one
 */
public record KubeletSettings(
        String staticPodPath,
        Optional<String> tlsCertFile,
        Optional<String> tlsPrivateKeyFile,
        Optional<String> address,
        int port,
        Duration fileCheckFrequency,
        String podLogsDir,
        Optional<String> containerRuntimeEndpoint) {
    /** kubeadm's place for it (cmd/kubeadm/app/constants/constants.go, KubeletConfigurationFileName). */
    private static final String FILE = "/var/lib/kubelet/config.yaml";

    /** Where kubeadm writes the socket since 1.34 (same file, KubeletInstanceConfigurationFileName). */
    private static final String INSTANCE_FILE = "/var/lib/kubelet/instance-config.yaml";

    private static final String KUBEADM_DEFAULT = "/etc/kubernetes/manifests";
    private static final Duration DEFAULT_CHECK = Duration.ofSeconds(20);

    /** pkg/cluster/ports/ports.go, KubeletPort. */
    private static final int DEFAULT_PORT = 10250;

    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::");

    /**
     * Reads {@code /var/lib/kubelet/config.yaml}; kubeadm's defaults where a node has none.
     *
     * @param node the node
     * @return its kubelet's settings
     * @throws ManifestException if the file is no YAML, or names no absolute staticPodPath
     * @throws io.daytwo.node.NodeFileException if it may not be read
     */
    public static KubeletSettings of(NodeExecutor node) {
        return read(node, Optional.empty());
    }

    /** With the folder given by hand. */
    static KubeletSettings of(NodeExecutor node, String folder) {
        return read(node, Optional.of(folder));
    }

    private static KubeletSettings read(NodeExecutor node, Optional<String> given) {
        Optional<YamlMap> file = yaml(node, FILE);
        String folder = given.orElseGet(() -> file.map(KubeletSettings::folder).orElse(KUBEADM_DEFAULT));
        return new KubeletSettings(
                folder,
                text(file, "tlsCertFile"),
                text(file, "tlsPrivateKeyFile"),
                text(file, "address").filter(address -> !ANY_ADDRESS.contains(address)),
                text(file, "port").flatMap(KubeletSettings::port).orElse(DEFAULT_PORT),
                text(file, "fileCheckFrequency")
                        .flatMap(GoDuration::parse)
                        .filter(time -> !time.isZero())
                        .orElse(DEFAULT_CHECK),
                text(file, "podLogsDir").orElse("/var/log/pods"),
                text(file, "containerRuntimeEndpoint"));
    }

    /**
     * The certificate, address and port that it serves with when flags say otherwise than the configuration file
     * (cmd/kubelet/app/options/options.go): those in {@code /var/lib/kubelet/kubeadm-flags.env},
     * {@code /etc/default/kubelet} and {@code /etc/sysconfig/kubelet}.
     *
     * @param node the same node
     * @return a copy
     * @throws io.daytwo.node.NodeFileException if one of them may not be read
     */
    public KubeletSettings overruledByFlags(NodeExecutor node) {
        KubeletFlags flags = KubeletFlags.of(node);
        return new KubeletSettings(
                staticPodPath,
                flags.last("tls-cert-file").or(() -> tlsCertFile),
                flags.last("tls-private-key-file").or(() -> tlsPrivateKeyFile),
                flags.last("address").or(() -> address).filter(given -> !ANY_ADDRESS.contains(given)),
                flags.last("port").flatMap(KubeletSettings::port).orElse(port),
                fileCheckFrequency,
                podLogsDir,
                containerRuntimeEndpoint);
    }

    /** {@return the files whose flags count, whether they are there or not} */
    public static List<String> flagFiles() {
        return KubeletFlags.FILES;
    }

    private static Optional<Integer> port(String text) {
        return text.matches("[1-9][0-9]{0,4}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** The runtime's socket, also from where kubeadm writes it: not read by those who do not want it. */
    static Optional<String> socket(NodeExecutor node, KubeletSettings settings) {
        return settings.containerRuntimeEndpoint()
                .or(() -> text(yaml(node, INSTANCE_FILE), "containerRuntimeEndpoint"));
    }

    private static Optional<YamlMap> yaml(NodeExecutor node, String path) {
        if (!node.files().exists(path)) {
            return Optional.empty();
        }
        String source = node.name() + ":" + path;
        return Optional.of(YamlText.parse(
                YamlText.decode(node.files().read(path, YamlText.MOST_BYTES), source), source));
    }

    private static Optional<String> text(Optional<YamlMap> file, String key) {
        return file.flatMap(settings -> settings.text(key)).filter(text -> !text.isEmpty());
    }

    private static String folder(YamlMap settings) {
        return settings.text("staticPodPath")
                .filter(path -> path.startsWith("/"))
                .orElseThrow(() -> new ManifestException(
                        settings.source(),
                        0,
                        "names no absolute staticPodPath.",
                        "Set staticPodPath, or name the folder yourself: StaticPods.on(node, folder)."));
    }
}
