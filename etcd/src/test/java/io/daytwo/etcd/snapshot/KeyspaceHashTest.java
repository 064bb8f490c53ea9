package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.internal.bbolt.DatabaseBuilder;
import io.daytwo.etcd.internal.mvcc.Revision;
import io.daytwo.etcd.snapshot.KeyIndexModel.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyspaceHashTest {
    @TempDir
    private Path folder;

    /** Few keys and many changes, deletions of nothing and puts after a deletion in one transaction among them. */
    private static KeyIndexModel history(Random random) {
        KeyIndexModel model = new KeyIndexModel();
        int transactions = 1 + random.nextInt(25);
        for (int main = 2; main < 2 + transactions; main++) {
            int changes = 1 + random.nextInt(3);
            for (int sub = 0; sub < changes; sub++) {
                boolean deleted = random.nextInt(3) == 0;
                model.add(new Change(
                        new Revision(main, sub, deleted), "k" + random.nextInt(4), "v" + random.nextInt(100)));
            }
        }
        return model;
    }

    private Snapshot snapshot(List<Change> records, long finished, long scheduled) throws IOException {
        DatabaseBuilder database = Snapshots.database();
        for (Change change : records) {
            database.record("key", change.revision().encode(), KeyIndexModel.value(change));
        }
        if (finished > 0) {
            database.record("meta", KeyIndexModel.text("finishedCompactRev"), Snapshots.revision(finished, 0, false));
        }
        if (scheduled > 0) {
            database.record("meta", KeyIndexModel.text("scheduledCompactRev"), Snapshots.revision(scheduled, 0, false));
        }
        return Snapshot.open(Files.write(folder.resolve("snapshot.db"), database.build()));
    }

    @Test
    void agreesWithEtcdsIndexWhenACompactionIsFinished() throws IOException {
        Random random = new Random(21);
        for (int round = 0; round < 150; round++) {
            KeyIndexModel model = history(random);
            long current = current(model);
            long compact = 1L + random.nextInt((int) current);
            List<Change> left = model.compacted(compact);
            KeyIndexModel after = new KeyIndexModel();
            left.forEach(after::add);
            Snapshot snapshot = snapshot(left, compact, compact);
            for (long revision = compact; revision <= current; revision++) {
                long expected = KeyIndexModel.hash(left, after.keep(revision), compact, revision);
                assertThat(snapshot.hashKv(revision)).isEqualTo(new HashKv(expected, revision, compact));
            }
        }
    }

    /** The server goes on with the compaction when it starts: all records are there, those it will keep count. */
    @Test
    void agreesWithEtcdsIndexWhileACompactionIsUnfinished() throws IOException {
        Random random = new Random(22);
        for (int round = 0; round < 150; round++) {
            KeyIndexModel model = history(random);
            long current = current(model);
            long compact = 1L + random.nextInt((int) current);
            Snapshot snapshot = snapshot(model.changes(), -1, compact);
            for (long revision = compact; revision <= current; revision++) {
                Set<Revision> keep = model.keep(revision);
                List<Change> records = keep.isEmpty() ? model.compacted(compact) : model.changes();
                long expected = KeyIndexModel.hash(records, keep, compact, revision);
                assertThat(snapshot.hashKv(revision)).isEqualTo(new HashKv(expected, revision, compact));
            }
        }
    }

    @Test
    void agreesWithEtcdsIndexWithoutACompaction() throws IOException {
        Random random = new Random(23);
        for (int round = 0; round < 50; round++) {
            KeyIndexModel model = history(random);
            Snapshot snapshot = snapshot(model.changes(), -1, -1);
            for (long revision = 1; revision <= current(model); revision++) {
                long expected = KeyIndexModel.hash(model.changes(), model.keep(revision), -1, revision);
                assertThat(snapshot.hashKv(revision)).isEqualTo(new HashKv(expected, revision, -1));
            }
            assertThat(snapshot.hashKv().revision()).isEqualTo(current(model));
            assertThat(snapshot.report().totalKeys())
                    .isEqualTo(model.keep(Long.MAX_VALUE).size());
        }
    }

    private static long current(KeyIndexModel model) {
        List<Change> changes = model.changes();
        return changes.get(changes.size() - 1).revision().main();
    }
}
