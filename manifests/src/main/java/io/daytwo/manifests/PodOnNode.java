package io.daytwo.manifests;

import io.daytwo.manifests.ManifestPlace.Lying;
import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One static Pod of one node: its manifest, where that lies, and what runs of it. Made anew for every look.
 *
 * @param lying when this was made
 * @param manifest from the kubelet's folder, else the parked one
 */
record PodOnNode(
        NodeExecutor node, KubeletSettings kubelet, ManifestPlace place, Lying lying, StaticPodManifest manifest) {
    private static final Duration SLACK = Duration.ofSeconds(10);

    /** A time of change and the file it is of. */
    record Changed(Instant at, String file) {}

    static PodOnNode of(NodeExecutor node, Optional<String> directory, String component) {
        KubeletSettings kubelet =
                directory.map(folder -> KubeletSettings.of(node, folder)).orElseGet(() -> KubeletSettings.of(node));
        ManifestPlace place = new ManifestPlace(node, kubelet.staticPodPath(), component);
        Lying lying = place.look();
        place.requireOne(lying);
        StaticPods pods = StaticPods.on(node, kubelet.staticPodPath());
        StaticPodManifest manifest = lying.isParked() ? pods.read(place.parkedPath()) : pods.manifest(component);
        return new PodOnNode(node, kubelet, place, lying, manifest);
    }

    String component() {
        return place.component();
    }

    PodShape shape() {
        return new PodShape(manifest);
    }

    PodState state() {
        PodShape shape = shape();
        String text = node.run(Command.readingShell(
                        PodScript.LOOK,
                        manifest.namespace(),
                        shape.container(),
                        kubelet.podLogsDir(),
                        KubeletSettings.socket(node, kubelet).orElse(""),
                        shape.peerPort()))
                .orThrow()
                .stdout();
        return PodState.parse(text, PodNames.of(shape, lying.beside()));
    }

    /** What is left of it: empty when it is stopped. */
    List<String> remains(PodState state) {
        List<String> remains = new ArrayList<>();
        state.processes().forEach(process -> remains.add(process.toString()));
        shape().ports().stream()
                .filter(state.listening()::contains)
                .forEach(port -> remains.add("something listens on port " + port));
        shape().lockedFile()
                .filter(file -> !node.run(Command.readingShell(PodScript.UNLOCKED, file))
                        .isSuccess())
                .ifPresent(file -> remains.add(file + " is locked"));
        return remains;
    }

    /** What keeps it from being up; empty when it is up. */
    Optional<String> lacks(PodState state) {
        if (state.working().isEmpty()) {
            return Optional.of("no container of it runs");
        }
        Optional<Integer> silent = shape().ports().stream()
                .filter(port -> !state.listening().contains(port))
                .findFirst();
        if (silent.isPresent()) {
            return Optional.of("nothing listens on port " + silent.get());
        }
        return shape().probe()
                .filter(probe -> probe.ask(this, state) == PodProbe.Answer.UNWELL)
                .map(probe -> "it does not answer well to " + probe);
    }

    /** The newest of some files. */
    Optional<Changed> newest(List<String> files) {
        return node.run(Command.readingShell(PodScript.CHANGED, files.toArray(String[]::new)))
                .orThrow()
                .stdout()
                .lines()
                .map(line -> line.split(" ", 2))
                .map(words -> new Changed(PodState.seconds(words[0]), words[1]))
                .max(Comparator.comparing(Changed::at));
    }

    /** The last words of the Pods that a look saw. */
    List<String> lastWords(PodState state) {
        return state.logs().values().stream()
                .flatMap(log ->
                        PodLog.lines(node.run(Command.readingShell(PodScript.LOG, log.folder()))
                                        .stdout())
                                .stream())
                .toList();
    }

    /** The kubelet notices at once or when it next lists the folder. */
    Duration noticeLimit() {
        return kubelet.fileCheckFrequency().plus(SLACK);
    }

    /**
     * As long as the kubelet itself would give it, once the Pod from before has ended; with kubeadm's probes 5 min 10
     * s, about what kubeadm waits.
     */
    Duration upLimit() {
        return noticeLimit().plus(shape().grace()).plus(shape().patience());
    }
}
