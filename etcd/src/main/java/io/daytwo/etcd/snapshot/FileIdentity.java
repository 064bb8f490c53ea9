package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.snapshot.SnapshotUnreadableException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By what one tells that a file is still the same: size, time of the last change, inode. Symbolic links are followed.
 *
 * @param size bytes
 * @param changed when it was last written
 * @param inode the file system's key of it, null where there is none
 */
record FileIdentity(long size, FileTime changed, @Nullable Object inode) {
    static FileIdentity of(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new SnapshotUnreadableException(
                        path,
                        Kind.NOT_A_FILE,
                        "It is " + (attributes.isDirectory() ? "a directory." : "no regular file."),
                        "Name the snapshot file itself.",
                        null);
            }
            return new FileIdentity(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        } catch (NoSuchFileException e) {
            throw new SnapshotUnreadableException(path, Kind.MISSING, "There is no such file.", "Check the path.", e);
        } catch (IOException e) {
            throw readFailed(path, e);
        }
    }

    static SnapshotUnreadableException readFailed(Path path, IOException e) {
        return new SnapshotUnreadableException(
                path,
                Kind.READ_FAILED,
                "The operating system says: " + e + ".",
                "Check permissions and the disk, then run it again.",
                e);
    }

    void requireUnchanged(Path path) {
        FileIdentity now = of(path);
        if (size != now.size || !changed.equals(now.changed) || !Objects.equals(inode, now.inode)) {
            throw new SnapshotUnreadableException(
                    path,
                    Kind.CHANGED,
                    "It was written to or replaced while it was in use here.",
                    "Wait until nothing writes to it, then open it again; a database in use by a server is no snapshot.",
                    null);
        }
    }
}
