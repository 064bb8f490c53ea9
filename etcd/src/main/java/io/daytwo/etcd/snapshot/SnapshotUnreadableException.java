package io.daytwo.etcd.snapshot;

import io.daytwo.DayTwoException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file could not be read to its end, so nothing is known of it. It was not changed. */
public final class SnapshotUnreadableException extends DayTwoException {
    /** Why. */
    public enum Kind {
        /** There is no such file. */
        MISSING,
        /** The path names a directory, a pipe, a device or a socket. */
        NOT_A_FILE,
        /** The operating system refused or failed to read it. */
        READ_FAILED,
        /** The file was replaced or changed between opening and the end of the check. */
        CHANGED,
        /** The calling thread was interrupted; its interrupt flag is set again. */
        INTERRUPTED
    }

    private final Path file;
    private final Kind kind;

    SnapshotUnreadableException(Path file, Kind kind, String evidence, String remedy, @Nullable Throwable cause) {
        super(file + " could not be read: " + evidence, remedy, cause);
        this.file = file;
        this.kind = kind;
    }

    /** {@return the file} */
    public Path file() {
        return file;
    }

    /** {@return why} */
    public Kind kind() {
        return kind;
    }
}
