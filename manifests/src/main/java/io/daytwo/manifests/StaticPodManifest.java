package io.daytwo.manifests;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The manifest of a static Pod: its text, and where the values in it lie. Read as strictly as it is safe to: at most 1
 * MiB and 64 levels, one document, no aliases, no tags, no key twice. Immutable.
 *
 * <p>The main container is the one called like the Pod, as in everything kubeadm writes, or the only one.
 */
public final class StaticPodManifest {
    private final String source;
    private final String text;
    private final YamlMap pod;
    private final YamlMap main;

    private StaticPodManifest(String source, String text, YamlMap pod, YamlMap main) {
        this.source = source;
        this.text = text;
        this.pod = pod;
        this.main = main;
    }

    /**
     * Reads a manifest.
     *
     * @param text the file's content
     * @param source what errors call it, e.g. {@code cp1:/etc/kubernetes/manifests/etcd.yaml}
     * @return the manifest
     * @throws ManifestException if it is no manifest of a Pod or passes one of the limits
     */
    public static StaticPodManifest parse(String text, String source) {
        YamlMap pod = YamlText.parse(text, source);
        String kind = pod.text("kind").orElse("");
        if (!kind.equals("Pod")) {
            throw new ManifestException(
                    source,
                    0,
                    "is not the manifest of a Pod (kind: \"" + kind + "\").",
                    "Check that it is the right file.");
        }
        return new StaticPodManifest(source, text, pod, mainContainer(pod));
    }

    private static YamlMap mainContainer(YamlMap pod) {
        String name = metadata(pod, "name").orElseThrow(() -> pod.error("has no name.", "Set metadata.name."));
        List<YamlMap> containers =
                pod.map("spec").map(spec -> spec.maps("containers")).orElse(List.of());
        if (containers.size() == 1) {
            return containers.get(0);
        }
        return containers.stream()
                .filter(container -> container.text("name").orElse("").equals(name))
                .findFirst()
                .orElseThrow(() -> pod.error(
                        "none of its " + containers.size() + " containers is called \"" + name + "\".",
                        "Give the main container the name of the Pod."));
    }

    private static Optional<String> metadata(YamlMap pod, String key) {
        return pod.map("metadata").flatMap(metadata -> metadata.text(key));
    }

    /** {@return what errors call the file} */
    public String source() {
        return source;
    }

    /** {@return the file's text, as it was read} */
    public String text() {
        return text;
    }

    /** {@return the Pod's name, e.g. {@code etcd}; in the cluster the node's name follows it} */
    public String name() {
        return metadata(pod, "name").orElseThrow();
    }

    /** {@return the Pod's namespace, {@code default} where the file names none} */
    public String namespace() {
        return metadata(pod, "namespace").orElse("default");
    }

    /**
     * Tells the main container's image.
     *
     * @return the reference as written
     * @throws ManifestException if it has none
     */
    public String image() {
        return main.text("image").orElseThrow(() -> main.error("the container has no image.", "Set its image."));
    }

    /**
     * Finds a flag among {@code command} and {@code args} of the main container, written {@code --flag=value} or
     * {@code --flag value}. {@code $(NAME)} is replaced as the kubelet does.
     *
     * @param name with or without its dashes
     * @return the value given last, {@code true} for a flag without one, empty if the flag is not given
     * @throws ManifestException if the flags cannot be read, because a shell or a value from outside the file sets them
     */
    public Optional<String> flag(String name) {
        List<String> given = flagValues(name);
        return given.isEmpty() ? Optional.empty() : Optional.of(given.get(given.size() - 1));
    }

    /**
     * Finds every value of a flag that may be repeated, e.g. {@code --service-account-issuer}.
     *
     * @param name with or without its dashes
     * @return the values in order
     * @throws ManifestException as {@link #flag}
     */
    public List<String> flagValues(String name) {
        return componentFlags().all(name);
    }

    /**
     * Lists the flags of the main container.
     *
     * @return name without dashes to the value given last, in order of appearance
     * @throws ManifestException as {@link #flag}
     */
    public Map<String, String> flags() {
        return componentFlags().last();
    }

    private ComponentFlags componentFlags() {
        return ComponentFlags.of(new ContainerArguments(main).words());
    }

    /**
     * Maps a path of the main container to the host, through its volume mounts and the Pod's hostPath volumes; the
     * longest mount path wins.
     *
     * @param containerPath absolute, e.g. the value of {@code --data-dir}
     * @return the path on the host; the same path where no mount covers it
     * @throws ManifestException if the path is relative, or its volume is no folder of the host
     */
    public String hostPath(String containerPath) {
        return new HostPaths(pod, main).of(containerPath);
    }

    /**
     * Finds a hostPath volume.
     *
     * @param name the volume's name, e.g. {@code etcd-data}
     * @return its path on the host, empty if there is no such volume or it is of another kind
     */
    public Optional<String> hostPathVolume(String name) {
        return new HostPaths(pod, main).volume(name);
    }

    /** {@return the file and the Pod's name} */
    @Override
    public String toString() {
        return source + " (" + name() + ")";
    }
}
