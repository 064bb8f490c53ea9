package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.DatabaseBuilder;
import io.daytwo.etcd.internal.mvcc.Revision;
import io.daytwo.etcd.internal.proto.ProtoWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Bytes of snapshots for tests: two real ones, and made ones. */
final class Snapshots {
    private Snapshots() {}

    /**
     * The database of etcd 3.6.16 after ten puts of 100 zero bytes to the keys 0 to 9, cut at its high-water mark; what
     * etcdutl's own test {@code TestSnapshotStatus} makes.
     */
    static byte[] tenKeys() {
        return resource("ten-keys.db");
    }

    /** A snapshot of etcd 3.6.16 with overwrites, deletions, a compaction, a lease, a learner, users and roles. */
    static byte[] small() {
        return resource("small.db");
    }

    private static byte[] resource(String name) {
        try (InputStream in = Snapshots.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the SHA-256 behind it. */
    static byte[] hashed(byte[] database) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(database);
            byte[] whole = Arrays.copyOf(database, database.length + sum.length);
            System.arraycopy(sum, 0, whole, database.length, sum.length);
            return whole;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] withoutTrailer(byte[] snapshot) {
        return Arrays.copyOf(snapshot, snapshot.length - 32);
    }

    /** The buckets that every database of etcd has, still empty. */
    static DatabaseBuilder database() {
        return new DatabaseBuilder(4096).emptyBucket("key").emptyBucket("meta");
    }

    static byte[] revision(long main, long sub, boolean tombstone) {
        return new Revision(main, sub, tombstone).encode();
    }

    static byte[] keyValue(String key, String value) {
        return new ProtoWriter()
                .bytes(1, key.getBytes(StandardCharsets.UTF_8))
                .bytes(5, value.getBytes(StandardCharsets.UTF_8))
                .toByteArray();
    }
}
