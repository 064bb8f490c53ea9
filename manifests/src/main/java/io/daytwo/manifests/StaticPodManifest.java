package io.daytwo.manifests;

import io.daytwo.plan.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The manifest of a static Pod: its text, and where the values in it lie. Read as strictly as it is safe to: at most 1
 * MiB and 64 levels, one document, no aliases, no tags, no key twice. Immutable.
 *
 * <p>The main container is the one called like the Pod, as in everything kubeadm writes, or the only one; what asks for
 * it fails where there is none.
 */
public final class StaticPodManifest {
    private static final Pattern FLAG = Pattern.compile("-{0,2}[A-Za-z][A-Za-z0-9._-]*");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]*");

    private final String source;
    private final String text;
    private final YamlMap pod;
    private final String base;

    private StaticPodManifest(String source, String text, YamlMap pod, String base) {
        this.source = source;
        this.text = text;
        this.pod = pod;
        this.base = base;
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
        if (metadata(pod, "name").isEmpty()) {
            throw pod.error("has no name.", "Set metadata.name.");
        }
        if (containers(pod).isEmpty()) {
            throw pod.error("has no containers.", "Check that it is the right file.");
        }
        return new StaticPodManifest(source, text, pod, Sha256.of(text));
    }

    /**
     * Sets the whole text. Like every edit it stays one of the file that was read: {@link StaticPods#replace} refuses
     * it when another content lies there by then.
     *
     * @param whole the file's content to be
     * @return the manifest to be
     * @throws ManifestException if it is no manifest of a Pod, or of another Pod
     */
    public StaticPodManifest withText(String whole) {
        StaticPodManifest edited = parse(whole, source);
        if (!edited.name().equals(name()) || !edited.namespace().equals(namespace())) {
            throw edited.pod.error(
                    "is the manifest of " + edited.namespace() + "/" + edited.name() + ", not of " + namespace() + "/"
                            + name() + ".",
                    "Give it the same name and namespace.");
        }
        return new StaticPodManifest(source, whole, edited.pod, base);
    }

    /** SHA-256 of the file's text when it was read, before any edit. */
    String base() {
        return base;
    }

    /** Whether the kubelet would see no difference: comments, quotes and line ends are none. */
    boolean means(StaticPodManifest other) {
        return pod.sameAs(other.pod);
    }

    YamlMap pod() {
        return pod;
    }

    private static List<YamlMap> containers(YamlMap pod) {
        return pod.map("spec").map(spec -> spec.maps("containers")).orElse(List.of());
    }

    YamlMap main() {
        List<YamlMap> containers = containers(pod);
        if (containers.size() == 1) {
            return containers.get(0);
        }
        return containers.stream()
                .filter(container -> container.text("name").orElse("").equals(name()))
                .findFirst()
                .orElseThrow(() -> pod.error(
                        "none of its " + containers.size() + " containers is called \"" + name() + "\".",
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
        return main().text("image").orElseThrow(() -> main().error("the container has no image.", "Set its image."));
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
        return ComponentFlags.of(new ContainerArguments(main()).words());
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
        return new HostPaths(pod, main()).of(containerPath);
    }

    /**
     * Finds a hostPath volume.
     *
     * @param name the volume's name, e.g. {@code etcd-data}
     * @return its path on the host, empty if there is no such volume or it is of another kind
     */
    public Optional<String> hostPathVolume(String name) {
        return new HostPaths(pod, main()).volume(name);
    }

    /**
     * Sets a flag of the main container: the value of the one that is given, where it is given, or a new
     * {@code --name=value} behind the last one. A {@code $} means itself. Every other byte stays, in this and all other
     * edits: comments, order, quotes, line ends.
     *
     * @param name with or without its dashes
     * @param value one line
     * @return the manifest to be
     * @throws ManifestException if the flag is given more than once, or stands where it cannot be edited alone
     */
    public StaticPodManifest withFlag(String name, String value) {
        return edit(name).set(name, requireLine(value, "value"));
    }

    /**
     * Gives a flag once more, behind its last value, e.g. a second {@code --service-account-issuer}.
     *
     * @param name with or without its dashes
     * @param value one line
     * @return the manifest to be
     * @throws ManifestException if the list of flags cannot be edited one item at a time
     */
    public StaticPodManifest withFlagAdded(String name, String value) {
        return edit(name).add(name, requireLine(value, "value"));
    }

    /**
     * Removes a flag, however often it is given.
     *
     * @param name with or without its dashes
     * @return the manifest to be; the same if the flag is not given
     * @throws ManifestException if the list of flags cannot be edited one item at a time
     */
    public StaticPodManifest withoutFlag(String name) {
        StaticPodManifest edited = this;
        while (!edited.flagValues(name).isEmpty()) {
            edited = edited.edit(name).removeLast(name);
        }
        return edited;
    }

    /**
     * Sets the main container's image.
     *
     * @param reference e.g. {@code registry.k8s.io/etcd:3.6.6-0}
     * @return the manifest to be
     * @throws ManifestException if it has none, or it stands where it cannot be edited alone
     */
    public StaticPodManifest withImage(String reference) {
        if (!IMAGE.matcher(reference).matches()) {
            throw new IllegalArgumentException("reference: not the name of an image");
        }
        ScalarNode place =
                main().scalar("image").orElseThrow(() -> main().error("the container has no image.", "Set its image."));
        return edit("image").replace(place, reference, edited -> edited.image().equals(reference));
    }

    /**
     * Sets where a hostPath volume lies on the host.
     *
     * @param volume the volume's name, e.g. {@code etcd-data}
     * @param path absolute
     * @return the manifest to be
     * @throws ManifestException if there is no such volume, it is of another kind, or it cannot be edited alone
     */
    public StaticPodManifest withHostPath(String volume, String path) {
        if (!requireLine(path, "path").startsWith("/")) {
            throw new IllegalArgumentException("path: not absolute");
        }
        ScalarNode place = new HostPaths(pod, main())
                .volumePath(volume)
                .orElseThrow(() -> pod.error(
                        "has no hostPath volume \"" + volume + "\".", "Name one of the volumes that the file lists."));
        return edit("path")
                .replace(place, path, edited -> edited.hostPathVolume(volume).equals(Optional.of(path)));
    }

    private ManifestEdit edit(String flag) {
        if (!FLAG.matcher(flag).matches()) {
            throw new IllegalArgumentException("name: not the name of a flag");
        }
        return new ManifestEdit(this, main(), componentFlags());
    }

    private static String requireLine(String value, String argument) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(argument + ": holds control characters");
        }
        return value;
    }

    /**
     * Compares two manifests line by line.
     *
     * @param after another one, usually an edit of this one
     * @return the lines that go, each behind {@code -}, and that come, behind {@code +}; empty if there are none
     */
    public String diff(StaticPodManifest after) {
        return String.join(
                "\n", Change.FileDiff.between("", source, text, after.text).lines());
    }

    /** {@return the file and the Pod's name} */
    @Override
    public String toString() {
        return source + " (" + name() + ")";
    }
}
