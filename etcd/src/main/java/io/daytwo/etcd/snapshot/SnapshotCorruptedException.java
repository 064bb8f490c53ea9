package io.daytwo.etcd.snapshot;

import io.daytwo.DayTwoException;
import io.daytwo.etcd.internal.bbolt.BoltFormatException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The file is not a sound snapshot; it must not be restored. Says where and what. The file was not changed. */
public final class SnapshotCorruptedException extends DayTwoException {
    /** Which kind of proof failed. */
    public enum Kind {
        /** The bytes are not those that the server hashed: the file changed after it was taken, or is cut short. */
        HASH_MISMATCH,
        /** The file is no database, is cut short, or its pages contradict each other. */
        STRUCTURE,
        /** The pages are sound, but a record in them is nothing that etcd writes. */
        RECORD
    }

    private final Path file;
    private final Kind kind;
    private final String damage;
    private final String bucket;
    private final long page;
    private final long offset;

    SnapshotCorruptedException(Path file, Kind kind, String damage, String bucket, BoltFormatException cause) {
        this(file, kind, damage, bucket, cause.page(), cause.offset(), cause);
    }

    SnapshotCorruptedException(Path file, Kind kind, String damage) {
        this(file, kind, damage, "", BoltFormatException.NOWHERE, BoltFormatException.NOWHERE, null);
    }

    private SnapshotCorruptedException(
            Path file, Kind kind, String damage, String bucket, long page, long offset, @Nullable Throwable cause) {
        super(
                file + " is not a sound snapshot" + where(bucket, offset) + ": " + damage,
                "Do not restore it: take another copy from where the backup is kept, or use an older backup.",
                cause);
        this.file = file;
        this.kind = kind;
        this.damage = damage;
        this.bucket = bucket;
        this.page = page;
        this.offset = offset;
    }

    private static String where(String bucket, long offset) {
        return (bucket.isEmpty() ? "" : ", bucket " + bucket) + (offset < 0 ? "" : ", at byte " + offset);
    }

    /** {@return the file} */
    public Path file() {
        return file;
    }

    /** {@return which kind of proof failed} */
    public Kind kind() {
        return kind;
    }

    /** {@return what is wrong, one sentence without names of keys or values} */
    public String damage() {
        return damage;
    }

    /** {@return the bucket in which it was found; empty when it lies in no bucket} */
    public Optional<String> bucket() {
        return bucket.isEmpty() ? Optional.empty() : Optional.of(bucket);
    }

    /** {@return the page in which it was found} */
    public OptionalLong page() {
        return page < 0 ? OptionalLong.empty() : OptionalLong.of(page);
    }

    /** {@return the byte offset in the file at which it was found} */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
