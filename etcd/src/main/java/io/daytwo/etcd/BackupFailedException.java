package io.daytwo.etcd;

import io.daytwo.DayTwoException;
import org.jspecify.annotations.Nullable;

/**
 * A backup that began and could not be finished. No file was left under the target's name, what had arrived was
 * removed, the call at the member was cancelled, and backups made before were not touched.
 */
public final class BackupFailedException extends DayTwoException {
    /** What went wrong. */
    public enum Kind {
        /** No byte arrived for the stall limit; messages without bytes do not count. */
        STALLED,
        /** The stream ended, cleanly, before the announced bytes and the hash behind them had arrived. */
        CUT_SHORT,
        /** The member sent more bytes than it had announced. */
        MORE_THAN_ANNOUNCED,
        /**
         * The member announced no bytes, a nonsensical number of bytes, or more than the size limit or the disk allow.
         */
        BAD_ANNOUNCEMENT,
        /** The bytes that arrived are not those the member hashed. */
        HASH_MISMATCH,
        /** The member ended the call with an error, or the connection broke. */
        MEMBER_FAILED,
        /** The local disk is full. */
        DISK_FULL,
        /** The local file could not be written. */
        WRITE_FAILED,
        /** The calling thread was interrupted; its interrupt flag is set again. */
        INTERRUPTED,
        /**
         * All bytes arrived as the member hashed them, but they are no sound database: the member's own file is
         * damaged.
         */
        CORRUPT,
        /**
         * The snapshot is sound in itself, but its HashKV is not the one that the member computes at the same revision.
         */
        DIFFERS_FROM_MEMBER
    }

    private final Kind kind;
    private final String member;
    private final long received;
    private final long announced;

    BackupFailedException(
            Kind kind,
            String member,
            long received,
            long announced,
            String evidence,
            String remedy,
            @Nullable Throwable cause) {
        super(
                member + ": the backup was not made: " + evidence + " " + progress(received, announced)
                        + " No file was left behind.",
                remedy,
                cause);
        this.kind = kind;
        this.member = member;
        this.received = received;
        this.announced = announced;
    }

    private static String progress(long received, long announced) {
        return announced < 0
                ? "Nothing was announced yet, " + received + " bytes had arrived."
                : received + " of " + announced + " bytes had arrived.";
    }

    /** {@return what went wrong} */
    public Kind kind() {
        return kind;
    }

    /** {@return the member that served the snapshot, as its name or endpoint} */
    public String member() {
        return member;
    }

    /** {@return bytes of the database that had arrived, the trailing hash not counted} */
    public long received() {
        return received;
    }

    /** {@return bytes of the database that the member's first message announced, or -1 when none came} */
    public long announced() {
        return announced;
    }
}
