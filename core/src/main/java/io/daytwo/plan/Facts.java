package io.daytwo.plan;

import com.google.gson.JsonObject;
import io.daytwo.node.NodeExecutor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** What must not change between attempts: in the journal first, then on the nodes, then given to the step. */
final class Facts {
    private final JournalFile journal;
    private final NodeCopies copies;
    private final JsonObject began;
    private final Function<String, NodeExecutor> fenced;
    private final Map<String, String> known;

    private Facts(
            JournalFile journal,
            NodeCopies copies,
            JsonObject began,
            Function<String, NodeExecutor> fenced,
            Map<String, String> known) {
        this.journal = journal;
        this.copies = copies;
        this.began = began;
        this.fenced = fenced;
        this.known = known;
    }

    /** Under the locks: takes over what the nodes keep when this journal knows nothing, and renews their copies. */
    static Facts begin(
            JournalFile journal, NodeCopies copies, JsonObject began, Function<String, NodeExecutor> fenced) {
        Map<String, String> known = new LinkedHashMap<>(journal.content().facts());
        if (!journal.content().isUnfinished()) {
            known.putAll(copies.facts());
            if (!known.isEmpty()) {
                journal.append(JournalRecord.adopted(known));
            }
        }
        copies.writeAll(began, known, fenced);
        return new Facts(journal, copies, began, fenced, known);
    }

    synchronized Map<String, String> all() {
        return Map.copyOf(known);
    }

    synchronized Optional<String> fact(String name) {
        return Optional.ofNullable(known.get(name));
    }

    /** Whoever of a lane keeps it must not wait for the nodes of other lanes: the keepers are those it may wait for. */
    synchronized String keep(String name, Supplier<String> first, Set<String> keepers) {
        String before = known.get(name);
        if (before != null) {
            return before;
        }
        String value = first.get();
        journal.append(JournalRecord.fact(name, value));
        known.put(name, value);
        copies.write(began, known, keepers, fenced);
        return value;
    }
}
