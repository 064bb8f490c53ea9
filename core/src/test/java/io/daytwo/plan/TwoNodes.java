package io.daytwo.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Two machines in two folders, and a plan for both. */
final class TwoNodes {
    final Path root;
    final FolderNode a;
    final FolderNode b;
    final Nodes nodes;

    TwoNodes(Path root) {
        this.root = root;
        a = FolderNode.machine("a", root);
        b = FolderNode.machine("b", root);
        nodes = Nodes.of(a, b);
    }

    Plan plan() {
        return plan(Probe.NONE);
    }

    Plan plan(Probe probe) {
        return Plan.of(
                        "two nodes",
                        nodes,
                        List.of(
                                new Steps.Token("a", probe),
                                Steps.Count.of("a", "/srv/count", probe),
                                new Steps.Token("b", probe),
                                Steps.Count.of("b", "/srv/count", probe)))
                .input("target", "v2");
    }

    /** Both nodes side by side. */
    Plan lanes(Probe probe) {
        return plan(probe).workersAtOnce(List.of("a", "b"), 2);
    }

    Plan counting(String body) {
        return Plan.of("one count", nodes, List.of(new Steps.Count("a", "/srv/count", body, Probe.NONE)));
    }

    RunOptions options() {
        return RunOptions.defaults().journal(journal());
    }

    Journal journal() {
        return Journal.at(root.resolve("run.journal"));
    }

    String lockOf(String node) {
        return Steps.read("a".equals(node) ? a : b, LockScript.FOLDER + "/node.lock");
    }

    /** Every file with its content; what the runs keep for themselves under /var/lib/daytwo only if asked for. */
    Map<String, String> tree(boolean state) {
        TreeMap<String, String> tree = new TreeMap<>();
        for (String name : List.of("a", "b")) {
            try (Stream<Path> all = Files.walk(root.resolve(name))) {
                for (Path path : all.toList()) {
                    String key = root.relativize(path).toString();
                    if (state || !key.contains("daytwo")) {
                        tree.put(key, Files.isDirectory(path) ? "" : Files.readString(path));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tree;
    }
}
