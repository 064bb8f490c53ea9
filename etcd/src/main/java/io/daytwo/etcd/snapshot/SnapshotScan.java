package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.BoltFile;
import io.daytwo.etcd.internal.bbolt.BoltFormatException;
import io.daytwo.etcd.internal.bbolt.Bucket;
import io.daytwo.etcd.internal.bbolt.Entry;
import io.daytwo.etcd.internal.bbolt.PageSource;
import io.daytwo.etcd.internal.bbolt.RecordVisitor;
import io.daytwo.etcd.internal.bbolt.StructureCheck;
import io.daytwo.etcd.internal.mvcc.ClusterState;
import io.daytwo.etcd.internal.mvcc.KeyRecord;
import io.daytwo.etcd.internal.mvcc.LiveKeys;
import io.daytwo.etcd.internal.mvcc.RecordDecoder;
import io.daytwo.etcd.internal.proto.MalformedRecordException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole database once: structure, every record, the status hash (CRC-32C over each bucket's name and then its
 * keys and values, etcdutl {@code snapshot/v3_snapshot.go Status}). For a database that was just built, without a
 * trailer, this is the full check. Used once, by one thread.
 */
final class SnapshotScan {
    private static final String KEYSPACE = "key";
    private static final String META = "meta";

    private final Path path;
    private final CRC32C hash = new CRC32C();
    private final @Nullable CRC32C history;
    private final ClusterState state = new ClusterState();
    private final LiveKeys keys = new LiveKeys(LiveKeys.NO_TARGET);
    private final KeyRecord record = new KeyRecord();
    private final Set<String> seen = new HashSet<>();
    private @Nullable Bucket keyspace;
    private String bucket = "";
    private long lastRevision;
    private long live;
    private long records;

    private SnapshotScan(Path path, @Nullable CRC32C history) {
        this.path = path;
        this.history = history;
    }

    /**
     * Reads a database.
     *
     * @param path names it in errors
     * @param source its bytes, without a trailer
     * @return what it holds
     * @throws SnapshotCorruptedException when it is not sound
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    static ScanResult of(Path path, PageSource source) {
        return new SnapshotScan(path, null).run(source);
    }

    /**
     * Reads a database and feeds all its history, the records of the bucket {@code key}, to another checksum on the
     * way.
     *
     * @param path names it in errors
     * @param source its bytes, without a trailer
     * @param history the checksum
     * @return what it holds
     */
    static ScanResult of(Path path, PageSource source, CRC32C history) {
        return new SnapshotScan(path, history).run(source);
    }

    private ScanResult run(PageSource source) {
        try {
            BoltFile file = BoltFile.open(source);
            if (source.length() % file.pageSize() != 0) {
                throw new BoltFormatException(
                        source.length() % file.pageSize()
                                + " bytes behind the last page are neither a page nor a SHA-256:"
                                + " the file was cut or something was appended.",
                        BoltFormatException.NOWHERE,
                        source.length() - source.length() % file.pageSize());
            }
            StructureCheck.run(file, this::enter);
            bucket = "";
            if (keyspace == null || !seen.contains(META)) {
                throw new BoltFormatException(
                        "A bbolt database, but not etcd's: the buckets key and meta are not both there.",
                        BoltFormatException.NOWHERE,
                        BoltFormatException.NOWHERE);
            }
            countLive();
            while (keys.nextPass()) {
                KeyRecord again = new KeyRecord();
                StructureCheck.walk(file, keyspace, entry -> {
                    again.decode(entry);
                    keys.next(again, entry.window(), 0);
                });
                countLive();
            }
            return new ScanResult(keyspace, state, hash.getValue(), lastRevision, live, records, file.size());
        } catch (BoltFormatException e) {
            throw new SnapshotCorruptedException(
                    path, SnapshotCorruptedException.Kind.STRUCTURE, String.valueOf(e.getMessage()), bucket, e);
        }
    }

    private void countLive() {
        keys.forEachLive(number -> live++);
    }

    private RecordVisitor enter(Bucket entered) {
        bucket = entered.name();
        seen.add(bucket);
        byte[] name = entered.rawName();
        hash.update(name, 0, name.length);
        if (bucket.equals(KEYSPACE)) {
            keyspace = entered;
            return this::keyRecord;
        }
        Optional<RecordDecoder> decoder = state.decoder(bucket);
        return entry -> otherRecord(entry, decoder);
    }

    private void keyRecord(Entry entry) {
        records++;
        try {
            record.decode(entry);
        } catch (MalformedRecordException e) {
            throw malformed(entry, e);
        }
        lastRevision = record.main();
        keys.next(record, entry.window(), 0);
        entry.window().feed(hash, entry.keyAt(), (long) entry.keySize() + entry.valueSize());
        if (history != null) {
            entry.window().feed(history, entry.keyAt(), (long) entry.keySize() + entry.valueSize());
        }
    }

    private void otherRecord(Entry entry, Optional<RecordDecoder> decoder) {
        records++;
        try {
            decoder.ifPresent(known -> known.decode(entry.key(), entry.value()));
        } catch (MalformedRecordException e) {
            throw malformed(entry, e);
        }
        entry.window().feed(hash, entry.keyAt(), (long) entry.keySize() + entry.valueSize());
    }

    private SnapshotCorruptedException malformed(Entry entry, MalformedRecordException e) {
        return new SnapshotCorruptedException(
                path,
                SnapshotCorruptedException.Kind.RECORD,
                String.valueOf(e.getMessage()),
                bucket,
                new BoltFormatException(String.valueOf(e.getMessage()), entry.page(), entry.keyAt()));
    }
}
