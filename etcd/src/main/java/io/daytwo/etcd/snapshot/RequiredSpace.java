package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.wal.RestoredLog;
import io.daytwo.etcd.snapshot.RestoreRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a restore needs on disk: the database, and a segment of the log, which etcd preallocates as soon as it starts.
 *
 * @param database bytes of the database with its patch
 * @param log bytes of the log
 */
record RequiredSpace(long database, long log) {
    /** More than the patch of a database takes. */
    private static final long PATCH = 1 << 20;

    static RequiredSpace of(SnapshotSource source) {
        return new RequiredSpace(source.databaseBytes() + PATCH, RestoredLog.SEGMENT_BYTES);
    }

    RequiredSpace times(int members) {
        return new RequiredSpace(Math.multiplyExact(database, members), Math.multiplyExact(log, members));
    }

    void require(DataDirFiles files, TargetDirectory data, @Nullable TargetDirectory wal) throws IOException {
        Path disk = data.onItsFileSystem();
        if (wal == null) {
            require(files, disk, database + log);
            return;
        }
        boolean shared = Files.getFileStore(disk).equals(Files.getFileStore(wal.onItsFileSystem()));
        require(files, disk, shared ? database + log : database);
        require(files, wal.onItsFileSystem(), log);
    }

    private static void require(DataDirFiles files, Path disk, long bytes) throws IOException {
        long usable = files.usableBytes(disk);
        if (usable < bytes) {
            throw new RestoreRefusedException(
                    Reason.NO_SPACE,
                    disk.toString(),
                    bytes + " bytes are needed, " + usable + " are free.",
                    "Make room, or restore to another file system.");
        }
    }

    /** Whether a failure to write is likely to be for want of space. */
    static boolean isGone(DataDirFiles files, TargetDirectory data) {
        try {
            return files.usableBytes(data.onItsFileSystem()) < PATCH;
        } catch (IOException e) {
            return false;
        }
    }
}
