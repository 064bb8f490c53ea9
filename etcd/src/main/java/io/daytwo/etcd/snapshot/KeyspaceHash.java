package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.BoltFile;
import io.daytwo.etcd.internal.bbolt.Entry;
import io.daytwo.etcd.internal.bbolt.StructureCheck;
import io.daytwo.etcd.internal.mvcc.KeyRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * etcd's HashKV (etcd {@code mvcc/hash.go}): CRC-32C over the records up to a revision; of those at or below the
 * compact revision only what a compaction keeps, and never a deletion in the very revision compacted to.
 */
final class KeyspaceHash {
    private final CRC32C hash = started();
    private final KeyRecord record = new KeyRecord();
    private final @Nullable KeepSet keep;
    private final long revision;
    private final long compactRevision;
    private long number;

    private KeyspaceHash(@Nullable KeepSet keep, long revision, long compactRevision) {
        this.keep = keep;
        this.revision = revision;
        this.compactRevision = compactRevision;
    }

    /** The checksum with what comes before the first record: the bucket's name. */
    static CRC32C started() {
        CRC32C hash = new CRC32C();
        hash.update("key".getBytes(StandardCharsets.US_ASCII), 0, 3);
        return hash;
    }

    /** {@return the latest hash from a checksum of all history; empty when some of it does not count} */
    static Optional<HashKv> ofAll(CRC32C history, ScanResult scan) {
        return scan.state().compactRevision() < 0
                ? Optional.of(new HashKv(history.getValue(), scan.state().currentRevision(scan.lastRevision()), -1))
                : Optional.empty();
    }

    /**
     * Computes it.
     *
     * @param file a sound database
     * @param scan what was found in it
     * @param asked the revision, 0 for the latest
     * @throws IllegalArgumentException when history at that revision is gone, or not yet there
     */
    static HashKv of(BoltFile file, ScanResult scan, long asked) {
        long compact = scan.state().compactRevision();
        long current = scan.state().currentRevision(scan.lastRevision());
        if (asked < 0 || asked > current || (asked > 0 && asked < compact)) {
            throw new IllegalArgumentException("revision: " + asked + " is not in the snapshot, which holds "
                    + Math.max(compact, 1) + " to " + current);
        }
        long revision = asked == 0 ? current : asked;
        KeyspaceHash hash = new KeyspaceHash(keepSet(file, scan, revision, compact), revision, compact);
        StructureCheck.walk(file, scan.keyspace(), hash::take);
        return new HashKv(hash.hash.getValue(), revision, compact);
    }

    /**
     * Without a live key etcd hashes whatever the compaction has left in the file; when that compaction is unfinished,
     * what it will leave once a server has finished it.
     */
    private static @Nullable KeepSet keepSet(BoltFile file, ScanResult scan, long revision, long compact) {
        if (compact < 0) {
            return null;
        }
        KeepSet keep = KeepSet.at(file, scan.keyspace(), revision, compact);
        if (!keep.isEmpty()) {
            return keep;
        }
        return scan.state().unfinishedCompaction() < 0 ? null : KeepSet.at(file, scan.keyspace(), compact, compact);
    }

    private void take(Entry entry) {
        record.decode(entry);
        long current = number++;
        if (record.main() > revision) {
            return;
        }
        boolean old = record.main() <= compactRevision;
        if (old && keep != null && !keep.holds(current)) {
            return;
        }
        if (record.isTombstone() && record.main() == compactRevision) {
            return;
        }
        entry.window().feed(hash, entry.keyAt(), (long) entry.keySize() + entry.valueSize());
    }
}
