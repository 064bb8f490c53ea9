package io.daytwo.manifests;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a node showed of a static Pod at one moment.
 *
 * @param now by the node's clock
 * @param kubelet the state of its process as the kernel names it, e.g. {@code S}; empty when there is none
 * @param processes of this Pod, and of earlier ones of the same name
 * @param named containers that the runtime knows by the name of this Pod's main one; empty where no tool reaches it
 * @param logs per uid the folder of its container's logs, behind the number of the last one
 * @param listening TCP ports of the node
 * @param peers connections to and from the peer port
 */
record PodState(
        Instant now,
        Optional<String> kubelet,
        List<PodProcess> processes,
        Set<String> named,
        Map<String, Log> logs,
        Set<Integer> listening,
        List<String> peers) {
    /** The number of a container's last log is how often the container was started again. */
    record Log(int restarts, String folder) {}

    static PodState parse(String text, PodNames names) {
        Optional<String> kubelet = Optional.empty();
        List<PodProcess> all = new ArrayList<>();
        Map<String, Log> logs = new LinkedHashMap<>();
        Set<Integer> listening = new TreeSet<>();
        List<String> peers = new ArrayList<>();
        Set<String> named = new HashSet<>();
        Set<String> others = new HashSet<>();
        List<String> lines = text.lines().toList();
        BootClock clock = BootClock.of(lines.get(0).split(" "));
        for (String line : lines.subList(1, lines.size())) {
            String[] word = line.split(" ", 6);
            switch (word[0]) {
                case "kubelet" -> kubelet = Optional.of(word[1]);
                case "process" -> all.add(process(word, clock));
                case "log" -> {
                    String folder = line.split(" ", 4)[3];
                    if (names.isLogFolder(folder)) {
                        logs.put(word[1], new Log(Integer.parseInt(word[2]), folder + "/" + names.container()));
                    } else {
                        others.add(word[1]);
                    }
                }
                case "named" -> named.add(word[1]);
                case "listen" -> listening.add(Integer.parseInt(word[1], 16));
                case "peer" -> peers.add(word[1]);
                default -> throw new IllegalStateException("a look at a Pod printed: " + line);
            }
        }
        Set<String> uids = new HashSet<>(logs.keySet());
        all.stream()
                .filter(process -> named.contains(process.container()) || names.isProgram(process))
                .map(PodProcess::uid)
                .filter(uid -> !others.contains(uid))
                .forEach(uids::add);
        all.removeIf(process -> !uids.contains(process.uid()));
        return new PodState(clock.now(), kubelet, List.copyOf(all), named, logs, listening, peers);
    }

    private static PodProcess process(String[] word, BootClock clock) {
        long ticks = Long.parseLong(word[2]);
        return new PodProcess(Integer.parseInt(word[1]), ticks, clock.at(ticks), word[5], word[3], word[4]);
    }

    /** Turns ticks since boot into times of day, by one look at both clocks. */
    private record BootClock(Instant now, Instant boot, long ticksPerSecond) {
        /** What the first line says: the word now, time, uptime, ticks in a second. */
        static BootClock of(String... words) {
            Instant time = seconds(words[1]);
            Instant boot =
                    time.minusNanos(new BigDecimal(words[2]).movePointRight(9).longValue());
            return new BootClock(time, boot, Long.parseLong(words[3]));
        }

        Instant at(long ticks) {
            return boot.plusNanos(ticks * 1_000_000_000L / ticksPerSecond);
        }
    }

    static Instant seconds(String text) {
        BigDecimal time = new BigDecimal(text);
        long whole = time.longValue();
        return Instant.ofEpochSecond(
                whole,
                time.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
    }

    /** Those of containers, not of sandboxes. */
    List<PodProcess> working() {
        return processes.stream().filter(process -> !process.isSandbox()).toList();
    }

    /** The main container, by its id: empty if it does not run, or no tool reaches the runtime. */
    Optional<String> mainContainer() {
        return working().stream()
                .map(PodProcess::container)
                .filter(named::contains)
                .findFirst();
    }

    /** When the container that has run longest was started; empty if none runs. */
    Optional<Instant> oldestContainer() {
        return starts().min(Comparator.naturalOrder());
    }

    /** When the last one was started; empty if none runs. */
    Optional<Instant> youngestContainer() {
        return starts().max(Comparator.naturalOrder());
    }

    /** A container is as old as the first of its processes. */
    private Stream<Instant> starts() {
        Map<String, Instant> starts = new LinkedHashMap<>();
        working()
                .forEach(process ->
                        starts.merge(process.container(), process.started(), (a, b) -> a.isBefore(b) ? a : b));
        return starts.values().stream();
    }

    Set<String> uids() {
        return processes.stream().map(PodProcess::uid).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without what belongs to earlier Pods. */
    PodState without(Set<String> uids) {
        Map<String, Log> fewer = new LinkedHashMap<>(logs);
        fewer.keySet().removeAll(uids);
        return new PodState(
                now,
                kubelet,
                processes.stream()
                        .filter(process -> !uids.contains(process.uid()))
                        .toList(),
                named,
                fewer,
                listening,
                peers);
    }

    /** A stopped or traced process is not gone, but does nothing. */
    boolean isKubeletAtWork() {
        return kubelet.filter(state -> !"TtZXx".contains(state)).isPresent();
    }
}
