package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.mvcc.Revision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * etcd's key index as its sources tell it ({@code mvcc/key_index.go}, {@code hash.go}), slowly and with all generations
 * in memory: what {@link KeyspaceHash} must agree with.
 */
final class KeyIndexModel {
    private final Map<String, List<List<Revision>>> keys = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();

    /** A record of the bucket {@code key}. */
    record Change(Revision revision, String key, String value) {}

    void add(Change change) {
        changes.add(change);
        List<List<Revision>> generations = keys.get(change.key());
        if (generations == null) {
            generations = new ArrayList<>(List.of(new ArrayList<>()));
            keys.put(change.key(), generations);
        } else if (change.revision().tombstone() && last(generations).isEmpty()) {
            return;
        }
        last(generations).add(change.revision());
        if (change.revision().tombstone()) {
            generations.add(new ArrayList<>());
        }
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }

    /** What a compaction leaves of the records. */
    List<Change> compacted(long at) {
        Set<Revision> available = new HashSet<>();
        keys.values().forEach(generations -> latest(generations, at, available, false));
        return changes.stream()
                .filter(change -> change.revision().main() > at || available.contains(change.revision()))
                .toList();
    }

    Set<Revision> keep(long at) {
        Set<Revision> available = new HashSet<>();
        keys.values().forEach(generations -> latest(generations, at, available, true));
        return available;
    }

    private static void latest(
            List<List<Revision>> generations, long at, Set<Revision> found, boolean withoutDeletions) {
        int chosen = 0;
        while (chosen < generations.size() - 1 && last(generations.get(chosen)).main() < at) {
            chosen++;
        }
        List<Revision> generation = generations.get(chosen);
        int index = generation.size() - 1;
        while (index >= 0 && generation.get(index).main() > at) {
            index--;
        }
        boolean deletion = index == generation.size() - 1 && chosen != generations.size() - 1;
        if (index >= 0 && !(withoutDeletions && deletion)) {
            found.add(generation.get(index));
        }
    }

    static long hash(List<Change> records, Set<Revision> keep, long compactRevision, long revision) {
        CRC32C crc = KeyspaceHash.started();
        for (Change change : records) {
            Revision at = change.revision();
            boolean dropped = at.main() <= compactRevision && !keep.isEmpty() && !keep.contains(at);
            if (at.main() <= revision && !dropped && !(at.tombstone() && at.main() == compactRevision)) {
                crc.update(at.encode());
                crc.update(value(change));
            }
        }
        return crc.getValue();
    }

    static byte[] value(Change change) {
        return change.revision().tombstone()
                ? Snapshots.keyValue(change.key(), "")
                : Snapshots.keyValue(change.key(), change.value());
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
