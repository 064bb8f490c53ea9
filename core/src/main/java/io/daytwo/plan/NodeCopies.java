package io.daytwo.plan;

import com.google.gson.JsonObject;
import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import io.daytwo.plan.JournalException.Kind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The short copy of the journal on every node of the plan: the line that began the run and its facts. What has been
 * done is not in it, because every check sees that anew. It is replaced whole, and removed when the plan is finished.
 */
final class NodeCopies {
    private static final String FOLDER = LockScript.FOLDER + "/journal";
    private static final long LONGEST = 1 << 20;

    private static final String WRITE = """
            umask 077
            mkdir -p -m 0700 "$1" && cat > "$1/.$2.part" && sync "$1/.$2.part" && mv -f "$1/.$2.part" "$1/$2" && sync "$1"
            """;

    private static final String REMOVE = """
            rm -f "$1/$2" "$1/.$2.part" && { rmdir "$1" 2>/dev/null || :; }
            """;

    private final Plan plan;
    private final String file;

    NodeCopies(Plan plan) {
        this.plan = plan;
        this.file = plan.print().brief() + ".jsonl";
    }

    /** The facts that the nodes keep of an unfinished run of this plan. */
    Map<String, String> facts() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String name : plan.nodes().names()) {
            String path = FOLDER + "/" + file;
            NodeExecutor node = plan.nodes().node(name);
            if (!isThere(node, path)) {
                continue;
            }
            JournalContent copy =
                    JournalContent.parse(name + ":" + path, node.files().read(path, LONGEST));
            copy.requireSame(plan);
            copy.facts().forEach((fact, value) -> {
                String other = all.putIfAbsent(fact, value);
                if (other != null && !other.equals(value)) {
                    throw new JournalException(
                            Kind.CORRUPT,
                            name + ":" + path,
                            "disagrees with that of another node about " + fact + ". Nothing was changed.",
                            "Find out which of the runs still counts and move the other copy aside.");
                }
            });
        }
        return all;
    }

    /** An observer who may not look gets no facts; under the lock the folder is the runner's own. */
    private static boolean isThere(NodeExecutor node, String path) {
        try {
            return node.files().exists(path);
        } catch (NodeFileException e) {
            if (e.reason() == NodeFileException.Reason.DENIED) {
                return false;
            }
            throw e;
        }
    }

    void writeAll(JsonObject began, Map<String, String> facts, Function<String, NodeExecutor> fenced) {
        write(began, facts, plan.nodes().names(), fenced);
    }

    /** What only some of the nodes keep is found as well: {@link #facts()} puts all of them together. */
    void write(
            JsonObject began,
            Map<String, String> facts,
            Collection<String> keepers,
            Function<String, NodeExecutor> fenced) {
        StringBuilder content = new StringBuilder(JournalLine.of(began));
        facts.forEach((name, value) -> content.append(JournalLine.of(JournalRecord.fact(name, value))));
        Command write = script(WRITE).stdin(content.toString());
        keepers.forEach(name -> fenced.apply(name).run(write).orThrow());
    }

    void remove(Function<String, NodeExecutor> fenced) {
        plan.nodes()
                .names()
                .forEach(name -> fenced.apply(name).run(script(REMOVE)).orThrow());
    }

    private Command script(String text) {
        return Command.changing("sh", "-c", text, "daytwo", FOLDER, file);
    }
}
