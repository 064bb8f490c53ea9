package io.daytwo.etcd.snapshot;

import io.daytwo.DayTwoException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A restore that began and could not be ended. The target is as it was: absent or empty. What had been written beside
 * it was removed, or, where the disk did not even allow that, is removed by the next run.
 */
public final class RestoreFailedException extends DayTwoException {
    /** What went wrong. */
    public enum Reason {
        /** The disk is full. */
        DISK_FULL,
        /** The file system is read-only or does not allow it. */
        NOT_ALLOWED,
        /** Reading or writing failed. */
        IO,
        /** What was written reads back as something else. */
        READ_BACK_DIFFERS,
        /** The calling thread was interrupted; its interrupt flag is set again. */
        INTERRUPTED
    }

    private final Reason reason;
    private final Path target;

    RestoreFailedException(Reason reason, Path target, String evidence, String remedy, @Nullable Throwable cause) {
        super(target + ": the restore failed, and the target is as it was: " + evidence, remedy, cause);
        this.reason = reason;
        this.target = target;
    }

    /** {@return what went wrong} */
    public Reason reason() {
        return reason;
    }

    /** {@return the directory that was to be made} */
    public Path target() {
        return target;
    }
}
