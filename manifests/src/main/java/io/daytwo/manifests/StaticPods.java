package io.daytwo.manifests;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.FileStat;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.OperationLock;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import io.daytwo.plan.Safeguard;
import io.daytwo.plan.Step;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The static Pods of a node, as their manifests say. What changes something is a short plan of one step under the
 * node's lock, with a journal: interrupted, it is called again and goes on. Immutable, each call returns a copy;
 * thread-safe as the node's executor is.
 *
 * <p>Before anything is changed: a second file for the same Pod is refused, and so is a file that is a link. Stopping
 * asks the safeguard. Without one, etcd is stopped or replaced only where no other member is connected to it and
 * {@link RunOptions#acceptDowntime()} consents, an API server is stopped only with that consent, and every other Pod
 * without a question.
 */
public final class StaticPods {
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private final NodeExecutor node;
    private final String directory;
    private final Optional<Safeguard> safeguard;
    private final Optional<OperationLock> cluster;

    private StaticPods(
            NodeExecutor node, String directory, Optional<Safeguard> safeguard, Optional<OperationLock> cluster) {
        this.node = node;
        this.directory = directory;
        this.safeguard = safeguard;
        this.cluster = cluster;
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
        return new StaticPods(node, KubeletSettings.of(node).staticPodPath(), Optional.empty(), Optional.empty());
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
        return new StaticPods(node, directory, Optional.empty(), Optional.empty());
    }

    /**
     * Names whom to ask before a Pod is stopped or replaced.
     *
     * @param asked e.g. one that knows the quorum
     * @return a copy
     */
    public StaticPods guardedBy(Safeguard asked) {
        return new StaticPods(node, directory, Optional.of(asked), cluster);
    }

    /**
     * Names the lock of the whole cluster, to be held beside that of the node. With a node alone that one is all there
     * is: another operator may be at work on another node.
     *
     * @param lock e.g. {@link OperationLock#onNode}
     * @return a copy
     */
    public StaticPods lockedBy(OperationLock lock) {
        return new StaticPods(node, directory, safeguard, Optional.of(lock));
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

    /** Other files of the folder that define the same Pod, or may: those called like it that cannot be read. */
    List<String> rivals(StaticPodManifest manifest, String path) {
        String stem = path.substring(0, path.length() - ".yaml".length());
        return files().stream()
                .filter(other -> !other.equals(path))
                .filter(other -> {
                    try {
                        StaticPodManifest read = read(other);
                        return read.name().equals(manifest.name())
                                && read.namespace().equals(manifest.namespace());
                    } catch (ManifestException | NodeFileException e) {
                        return other.startsWith(stem);
                    }
                })
                .toList();
    }

    private List<String> files() {
        return node.files().list(directory).stream()
                .filter(name -> !name.startsWith("."))
                .map(name -> directory + "/" + name)
                .filter(path -> node.files().stat(path).filter(FileStat::isFile).isPresent())
                .toList();
    }

    StaticPodManifest read(String path) {
        String source = node.name() + ":" + path;
        return StaticPodManifest.parse(YamlText.decode(node.files().read(path, YamlText.MOST_BYTES), source), source);
    }

    /**
     * Replaces a manifest with the default options; see {@link #replace(StaticPodManifest, RunOptions)}.
     *
     * @param manifest an edit of one that was read here
     * @return what was done
     */
    @CanIgnoreReturnValue
    public PlanResult replace(StaticPodManifest manifest) {
        return replace(manifest, RunOptions.defaults());
    }

    /**
     * Replaces a manifest in one step, keeping owner, mode and labels of the file, and waits until the kubelet runs it:
     * a new Pod is up for 5 s, listens where its flags say and answers its own probe on the node: readiness, else
     * liveness, else startup. HTTP, HTTPS and TCP are asked as the kubelet asks, with the headers of the manifest; an
     * exec probe is run in the container by crictl, else ctr, and not asked where neither is; of a gRPC probe the port
     * must take connections. A Pod on a network of its own is asked by exec only. If it is not up within the kubelet's
     * {@code fileCheckFrequency}, 10 s, the Pod's grace and the time its startup probe allows (kubeadm's: 5 min 10 s
     * together), or if its container has ended twice, the manifest from before is put back and waited for. That one
     * stays in {@code daytwo-parked} beside the folder, named after its hash.
     *
     * @param manifest an edit of one that was read here
     * @param options how
     * @return what was done
     * @throws ManifestRefusedException if another content lies there than was read; nothing was changed
     * @throws PodNotStartedException if it did not come up and the manifest from before is back
     * @throws io.daytwo.plan.PlanBlockedException if it may not be done; nothing was changed
     * @throws io.daytwo.plan.StepFailedException if it failed midway
     */
    @CanIgnoreReturnValue
    public PlanResult replace(StaticPodManifest manifest, RunOptions options) {
        String prefix = node.name() + ":" + directory + "/";
        if (!manifest.source().startsWith(prefix) || !manifest.source().endsWith(".yaml")) {
            throw new IllegalArgumentException("manifest: was not read from " + prefix);
        }
        String file = manifest.source().substring(prefix.length());
        PodTarget target = target(file.substring(0, file.length() - ".yaml".length()));
        ReplaceStep step = new ReplaceStep(target, manifest);
        new ManifestPlace(node, directory, target.component()).requireUnchanged(manifest);
        PlanResult result = plan(step)
                .input("manifest", Sha256.of(manifest.text()))
                .input("before", manifest.base())
                .run(options);
        step.failure().ifPresent(failure -> {
            throw failure;
        });
        return result;
    }

    /**
     * Stops a static Pod with the default options; see {@link #stop(String, RunOptions)}.
     *
     * @param component e.g. {@code kube-scheduler}
     * @return what was done
     */
    @CanIgnoreReturnValue
    public PlanResult stop(String component) {
        return stop(component, RunOptions.defaults());
    }

    /**
     * Stops a static Pod: moves its manifest to {@code daytwo-parked} beside the kubelet's folder and proves on the
     * node that no process of it is left, nobody listens on its ports and, for etcd, its database is unlocked. What
     * outlives its manifest, because the kubelet is dead or has not seen an API server since it was started, gets
     * SIGTERM and after the Pod's grace SIGKILL. Where something still remains the manifest stays parked:
     * {@link #start} puts it back, the same call goes on.
     *
     * @param component e.g. {@code kube-scheduler}
     * @param options how
     * @return what was done
     * @throws ManifestException if there is no such manifest
     * @throws io.daytwo.plan.PlanBlockedException if it may not be stopped; nothing was changed
     * @throws io.daytwo.plan.StepFailedException if it failed midway, e.g. for a {@link PodNotStoppedException}
     */
    @CanIgnoreReturnValue
    public PlanResult stop(String component, RunOptions options) {
        return plan(new StopStep(target(component))).run(options);
    }

    /**
     * Starts a stopped static Pod with the default options; see {@link #start(String, RunOptions)}.
     *
     * @param component e.g. {@code kube-scheduler}
     * @return what was done
     */
    @CanIgnoreReturnValue
    public PlanResult start(String component) {
        return start(component, RunOptions.defaults());
    }

    /**
     * Puts the parked manifest of a static Pod back and waits until the Pod is up, as {@link #replace} does. Works with
     * the API down. An etcd without data is refused: it would begin a cluster of its own.
     *
     * @param component e.g. {@code kube-scheduler}
     * @param options how
     * @return what was done
     * @throws ManifestException if there is no such manifest, neither parked nor in the folder
     * @throws io.daytwo.plan.PlanBlockedException if it may not be started; nothing was changed
     * @throws io.daytwo.plan.StepFailedException if it failed midway, e.g. for a {@link PodNotStartedException}; the
     *     manifest stays in the kubelet's folder
     */
    @CanIgnoreReturnValue
    public PlanResult start(String component, RunOptions options) {
        return plan(new StartStep(target(component))).run(options);
    }

    private PodTarget target(String component) {
        return new PodTarget(planName(), Optional.of(directory), requireComponent(component), safeguard);
    }

    private Plan plan(Step step) {
        // The connection is the caller's, to close.
        Plan plan = Plan.of(step.title(), Nodes.of(List.of(planName()), name -> node), List.of(step))
                .input("folder", directory);
        return cluster.map(plan::lockedBy).orElse(plan);
    }

    /** Names of machines may be addresses or users' own; those of a plan's nodes may not. */
    private String planName() {
        String name = node.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
        return name.replaceAll("^[.-]+|[.-]+$", "");
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
