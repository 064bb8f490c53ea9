package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.BoltFile;
import io.daytwo.etcd.internal.bbolt.Bucket;
import io.daytwo.etcd.internal.bbolt.StructureCheck;
import io.daytwo.etcd.internal.mvcc.KeyRecord;
import io.daytwo.etcd.internal.mvcc.LiveKeys;
import io.daytwo.etcd.internal.proto.MalformedRecordException;
import java.util.BitSet;

/**
 * The records that a compaction at a revision keeps: of each key that lives at it, the latest (etcd
 * {@code mvcc/index.go Keep}). Records are known by their number in the bucket; a bit for each one at or below the
 * compact revision, as only those are asked for.
 */
final class KeepSet {
    private final BitSet kept = new BitSet();
    private boolean empty = true;
    private long compacted;

    private KeepSet() {}

    static KeepSet at(BoltFile file, Bucket keyspace, long revision, long compactRevision) {
        KeepSet set = new KeepSet();
        LiveKeys keys = new LiveKeys(revision);
        do {
            set.pass(file, keyspace, keys, revision, compactRevision);
        } while (keys.nextPass());
        return set;
    }

    private void pass(BoltFile file, Bucket keyspace, LiveKeys keys, long revision, long compactRevision) {
        KeyRecord record = new KeyRecord();
        long[] number = {0};
        compacted = 0;
        StructureCheck.walk(file, keyspace, entry -> {
            record.decode(entry);
            if (record.main() > 0 && record.main() <= revision) {
                keys.next(record, entry.window(), number[0]);
            }
            number[0]++;
            if (record.main() <= compactRevision) {
                compacted = number[0];
            }
        });
        if (compacted > Integer.MAX_VALUE) {
            throw new MalformedRecordException("More than 2^31 records.");
        }
        keys.forEachLive(live -> {
            empty = false;
            if (live < compacted) {
                kept.set((int) live);
            }
        });
    }

    boolean isEmpty() {
        return empty;
    }

    /** Whether the record of this number, at or below the compact revision, is kept. */
    boolean holds(long number) {
        return kept.get((int) number);
    }
}
