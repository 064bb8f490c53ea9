package io.daytwo.etcd.snapshot;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.etcd.internal.bbolt.DatabaseBuilder;
import io.daytwo.etcd.internal.proto.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Snapshots made without etcd: revisions 2 to 41, of one member and whatever a test adds. */
final class SmallSnapshot {
    /** Id of the member {@code default} at {@code http://localhost:2380} with the token {@code etcd-cluster}. */
    static final long MEMBER = 0x8e9e05c52164694dL;

    static final long REVISION = 41;

    private final DatabaseBuilder database =
            new DatabaseBuilder(4096).inlineUpTo(1024).fanOut(30);

    SmallSnapshot() {
        for (long revision = 2; revision <= REVISION; revision++) {
            record("key", revision(revision), keyValue("/registry/" + revision % 12, revision));
        }
        record("meta", "consistent_index", number(57)).record("meta", "term", number(3));
        record("cluster", "clusterVersion", text("3.6.0"));
        member(MEMBER, "default", false);
        database.emptyBucket("alarm").emptyBucket("lease").emptyBucket("members_removed");
    }

    @CanIgnoreReturnValue
    private SmallSnapshot record(String bucket, String key, byte[] value) {
        return record(bucket, text(key), value);
    }

    @CanIgnoreReturnValue
    private SmallSnapshot record(String bucket, byte[] key, byte[] value) {
        database.record(bucket, key, value);
        return this;
    }

    @CanIgnoreReturnValue
    SmallSnapshot member(long id, String name, boolean learner) {
        String json = "{\"id\":" + Long.toUnsignedString(id) + ",\"peerURLs\":[\"http://localhost:2380\"]"
                + (learner ? ",\"isLearner\":true" : "") + ",\"name\":\"" + name + "\"}";
        return record("members", Long.toHexString(id), text(json));
    }

    SmallSnapshot alarm(long memberId, int type) {
        return record(
                "alarm", new ProtoWriter().varint(1, memberId).varint(2, type).toByteArray(), new byte[0]);
    }

    SmallSnapshot storageVersion(String version) {
        return record("meta", "storageVersion", text(version));
    }

    SmallSnapshot clusterVersion(String version) {
        return record("cluster", "clusterVersion", text(version));
    }

    SmallSnapshot compacted(long revision) {
        return record("meta", "finishedCompactRev", revision(revision));
    }

    SmallSnapshot lastRevision(long revision) {
        return record("key", revision(revision), keyValue("/registry/last", revision));
    }

    /** With so many settings that etcd does not know. */
    SmallSnapshot settings(int count, int bytes) {
        for (int i = 0; i < count; i++) {
            record("meta", "setting-" + i, new byte[bytes]);
        }
        return this;
    }

    /** With a last value of this size. */
    SmallSnapshot large(int bytes) {
        return record(
                "key",
                revision(REVISION),
                new ProtoWriter()
                        .bytes(1, text("/registry/large"))
                        .varint(2, REVISION)
                        .varint(3, REVISION)
                        .varint(4, 1)
                        .bytes(5, new byte[bytes])
                        .toByteArray());
    }

    /** As the server sends it. */
    Path writeTo(Path file) {
        return write(file, true);
    }

    /** As it lies in a data directory. */
    Path writeUnhashedTo(Path file) {
        return write(file, false);
    }

    private Path write(Path file, boolean hashed) {
        try {
            byte[] bytes = database.build();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(bytes);
            if (hashed) {
                out.writeBytes(MessageDigest.getInstance("SHA-256").digest(bytes));
            }
            return Files.write(file, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] keyValue(String key, long revision) {
        return new ProtoWriter()
                .bytes(1, text(key))
                .varint(2, Math.min(revision, 2 + revision % 12))
                .varint(3, revision)
                .varint(4, 1)
                .bytes(5, text("value of " + revision))
                .toByteArray();
    }

    private static byte[] revision(long main) {
        return ByteBuffer.allocate(17).putLong(main).put((byte) '_').putLong(0).array();
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
