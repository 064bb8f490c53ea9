package io.daytwo.manifests;

import io.daytwo.node.FileStat;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The static Pods of a node, as their manifests say. Reads only. Immutable and thread-safe as the node's executor is.
 */
public final class StaticPods {
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private final NodeExecutor node;
    private final String directory;

    private StaticPods(NodeExecutor node, String directory) {
        this.node = node;
        this.directory = directory;
    }

    /**
     * The static Pods of a node, in the folder that its kubelet watches: {@code staticPodPath} of
     * {@code /var/lib/kubelet/config.yaml}, which this call reads, or {@code /etc/kubernetes/manifests} where that file
     * is missing.
     *
     * @param node the node; reading needs root on a kubeadm node
     * @return its static Pods
     * @throws ManifestException if the kubelet's configuration names no such folder
     * @throws io.daytwo.node.NodeFileException if it may not be read
     */
    public static StaticPods on(NodeExecutor node) {
        return new StaticPods(node, KubeletSettings.of(node).staticPodPath());
    }

    /**
     * The static Pods of a node, in a folder given by hand.
     *
     * @param node the node
     * @param directory absolute
     * @return its static Pods
     */
    public static StaticPods on(NodeExecutor node, String directory) {
        if (!directory.startsWith("/")) {
            throw new IllegalArgumentException("directory: not an absolute path");
        }
        return new StaticPods(node, directory);
    }

    /** {@return the folder the kubelet watches} */
    public String directory() {
        return directory;
    }

    /**
     * Reads the manifest of a component.
     *
     * @param component e.g. {@code etcd}: the file {@code etcd.yaml}
     * @return the manifest
     * @throws ManifestException if there is none, or it is no manifest of a Pod
     * @throws io.daytwo.node.NodeFileException if it may not be read
     */
    public StaticPodManifest manifest(String component) {
        return find(component)
                .orElseThrow(() -> new ManifestException(
                        source(component),
                        0,
                        "does not exist: this node runs no static Pod \"" + component + "\".",
                        "Choose a node that runs it, or name the folder of its manifests."));
    }

    /**
     * Reads the manifest of a component, if the node has one.
     *
     * @param component e.g. {@code etcd}
     * @return empty if the file is missing
     * @throws ManifestException if it is no manifest of a Pod
     * @throws io.daytwo.node.NodeFileException if it may not be read
     */
    public Optional<StaticPodManifest> find(String component) {
        String path = path(component);
        if (!node.files().exists(path)) {
            return Optional.empty();
        }
        return Optional.of(read(path));
    }

    /**
     * Reads all manifests of the folder, as the kubelet does: every file that is not hidden, whatever it is called.
     *
     * @return in the order of the files' names
     * @throws ManifestException if one is no manifest of a Pod; {@link #lint()} names them all
     * @throws io.daytwo.node.NodeFileException if one may not be read
     */
    public List<StaticPodManifest> list() {
        return files().stream().map(this::read).toList();
    }

    /**
     * Judges every file of the folder that the kubelet would take: second files for one Pod, copies, links, owners,
     * what is no manifest. Pods of others, e.g. kube-vip, are normal.
     *
     * @return what was found, in the order of the files' names; empty if all is well
     * @throws io.daytwo.node.NodeFileException if the folder may not be read
     */
    public List<ManifestFinding> lint() {
        ManifestLint lint = new ManifestLint();
        for (String path : files()) {
            FileStat stat = node.files().stat(path).orElseThrow();
            try {
                lint.look(path, stat, read(path));
            } catch (ManifestException | NodeFileException e) {
                lint.look(path, stat, e);
            }
        }
        return lint.findings();
    }

    private List<String> files() {
        return node.files().list(directory).stream()
                .filter(name -> !name.startsWith("."))
                .map(name -> directory + "/" + name)
                .filter(path -> node.files().stat(path).filter(FileStat::isFile).isPresent())
                .toList();
    }

    private StaticPodManifest read(String path) {
        String source = node.name() + ":" + path;
        return StaticPodManifest.parse(YamlText.decode(node.files().read(path, YamlText.MOST_BYTES), source), source);
    }

    static String requireComponent(String component) {
        if (!COMPONENT.matcher(component).matches()) {
            throw new IllegalArgumentException("component: not the name of a static Pod");
        }
        return component;
    }

    private String path(String component) {
        return directory + "/" + requireComponent(component) + ".yaml";
    }

    private String source(String component) {
        return node.name() + ":" + path(component);
    }
}
