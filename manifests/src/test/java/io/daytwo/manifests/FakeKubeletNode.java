package io.daytwo.manifests;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.PortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder that stands for a machine ({@code /etc}, {@code /var} lie in it: real files, real commands) and a made-up
 * kubelet: whoever looks at its Pods makes it look at its manifests first. No kubelet is like this one; what real ones
 * do is told by the stories.
 */
final class FakeKubeletNode implements NodeExecutor {
    private static final String MAP = """
            root=$1; shift; left=$#
            while [ "$left" -gt 0 ]; do
              word=$1; shift; left=$((left - 1))
              case $word in /etc/*|/var/*) word=$root$word ;; esac
              set -- "$@" "$word"
            done
            case $* in *-print0*) "$@" | sed -z "s|^$root||"; exit ;; esac
            exec "$@"
            """;

    private record Pod(String uid, int pid, Instant started) {}

    private final Path root;
    private final NodeExecutor local = NodeExecutor.local();
    private final Map<String, Pod> running = new LinkedHashMap<>();
    private final Map<String, Integer> restarts = new TreeMap<>();
    private final long boot = Instant.now().toEpochMilli() - 100_000_000;
    private int pids = 100;

    /** What this kubelet is like. */
    boolean atWork = true;

    boolean deletes = true;
    boolean startsAgain;
    boolean keepsUids;

    /** What its containers answer to exec probes; without a tool that reaches the runtime they are not asked. */
    int insideExit;

    boolean hasTools = true;
    List<String> peers = List.of();
    final List<String> signals = new ArrayList<>();

    FakeKubeletNode(Path root) {
        this.root = root;
        try {
            for (String folder : List.of("etc/kubernetes/manifests", "var/lib", "var/log/pods")) {
                Files.createDirectories(root.resolve(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    void put(String absolute, String text) {
        try {
            Files.createDirectories(path(absolute).getParent());
            Files.writeString(path(absolute), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String absolute) {
        try {
            return Files.readString(path(absolute));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kubelet's turn. A manifest that says {@code bogus} makes a container that ends again and again. */
    private void sync() {
        Map<String, String> wanted = new TreeMap<>();
        try (Stream<Path> files = Files.list(path("/etc/kubernetes/manifests"))) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                if (!text.contains("*")) {
                    wanted.put(StaticPodManifest.parse(text, "fake").name(), text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (deletes) {
            running.keySet().retainAll(wanted.keySet());
        }
        wanted.forEach((name, text) -> {
            String uid = Sha256.of(text).substring(0, 32);
            Pod now = running.get(name);
            if (now == null || !(keepsUids || now.uid().equals(uid))) {
                running.put(name, new Pod(uid, pids++, Instant.now()));
            }
            if (text.contains("bogus")) {
                restarts.merge(uid, 1, Integer::sum);
                put(logs(name, uid) + "/0.log", "2026-11-21T16:00:00.1Z stderr F Error: unknown flag: --bogus\n");
            }
        });
    }

    private static String logs(String name, String uid) {
        return "/var/log/pods/kube-system_" + name + "-cp1_" + uid + "/" + name;
    }

    /** Looks a minute later than it is: a container need not be waited for until it is steady. */
    private String look(String pod) {
        if (atWork) {
            sync();
        }
        long clock = Instant.now().toEpochMilli() + 60_000;
        StringBuilder seen = new StringBuilder(
                "now " + BigDecimal.valueOf(clock, 3) + " " + BigDecimal.valueOf(clock - boot, 3) + " 100\n");
        if (atWork) {
            seen.append("kubelet S\n");
        }
        Pod now = running.get(pod);
        if (now != null) {
            long ticks = (now.started().toEpochMilli() - boot) / 10;
            String process = "process " + now.pid() + " " + ticks + " " + now.uid() + " ";
            seen.append(process).append("a".repeat(64)).append(" pause\n");
            int ends = restarts.getOrDefault(now.uid(), 0);
            if (ends == 0) {
                seen.append(process)
                        .append("b".repeat(64))
                        .append(' ')
                        .append(pod)
                        .append('\n');
                seen.append("listen 192B\nlisten 2713\n");
                if (hasTools) {
                    seen.append("named ").append("b".repeat(64)).append('\n');
                }
            }
            seen.append(
                    "log " + now.uid() + " " + ends + " /var/log/pods/kube-system_" + pod + "-cp1_" + now.uid() + "\n");
        }
        peers.forEach(peer -> seen.append("peer ").append(peer).append('\n'));
        return seen.toString();
    }

    private void signal(List<String> arguments) {
        signals.add(arguments.get(0));
        if (!startsAgain) {
            running.values().removeIf(pod -> arguments.contains(Integer.toString(pod.pid())));
        }
    }

    @Override
    public String name() {
        return "cp1";
    }

    @Override
    public CommandResult run(Command command) {
        List<String> argv = command.argv();
        int at = argv.indexOf(PodScript.LOOK);
        if (at > 0) {
            return new CommandResult(name(), command, 0, look(argv.get(at + 3)), "", false, Duration.ZERO);
        }
        int kill = argv.indexOf(PodScript.SIGNAL);
        if (kill > 0) {
            signal(argv.subList(kill + 2, argv.size()));
            return new CommandResult(name(), command, 0, "", "", false, Duration.ZERO);
        }
        if (argv.contains(PodScript.EXEC)) {
            return new CommandResult(name(), command, insideExit, "", "", false, Duration.ZERO);
        }
        CommandResult result = local.run(command.through("sh", "-c", MAP, "map", root.toString()));
        return new CommandResult(
                name(), command, result.exitStatus(), result.stdout(), result.stderr(), false, result.took());
    }

    @Override
    public NodeFiles files() {
        return NodeFiles.through(this);
    }

    @Override
    public PortForward forward(String host, int port) {
        return local.forward(host, port);
    }

    @Override
    public void close() {}
}
