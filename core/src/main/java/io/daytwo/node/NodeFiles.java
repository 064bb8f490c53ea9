package io.daytwo.node;

import io.daytwo.progress.ProgressListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of one node. Paths are absolute, POSIX style, whatever this JVM runs on; a path that is not is an
 * {@link IllegalArgumentException}. Links are followed. Thread-safe.
 */
public interface NodeFiles {
    /**
     * Reads a regular file whole.
     *
     * @param path absolute
     * @param maxBytes the most to read; a longer file is refused, not cut
     * @return the content
     * @throws NodeFileException if it is missing, no regular file, longer than the limit or may not be read
     */
    byte[] read(String path, long maxBytes);

    /**
     * Tells whether something lies at a path.
     *
     * @param path absolute
     * @return false also for a link that leads nowhere
     * @throws NodeFileException if a folder on the way may not be entered
     */
    default boolean exists(String path) {
        return stat(path).isPresent();
    }

    /**
     * Describes what lies at a path.
     *
     * @param path absolute
     * @return empty if nothing does, or a link that leads nowhere
     * @throws NodeFileException if a folder on the way may not be entered
     */
    Optional<FileStat> stat(String path);

    /**
     * Lists a folder.
     *
     * @param dir absolute
     * @return names without the folder, sorted, dot files included
     * @throws NodeFileException if it is missing, no folder, holds more than 10,000 names or may not be read
     */
    List<String> list(String dir);

    /**
     * Hashes a regular file on the node.
     *
     * @param path absolute
     * @return SHA-256, 64 hexadecimal digits
     * @throws NodeFileException if it is missing, no regular file or may not be read
     */
    default String sha256(String path) {
        throw new UnsupportedOperationException("these files cannot be hashed");
    }

    /**
     * Writes a new file, whole or not at all: beside its place, hashed, synced, then linked to its name. Its folder
     * must exist.
     *
     * @param path absolute; nothing may lie there
     * @param content the bytes
     * @param mode permission bits, e.g. {@code 0600}
     * @throws NodeFileException if something lies there, there is no space, or the user may not
     */
    default void create(String path, byte[] content, int mode) {
        throw new UnsupportedOperationException("these files are only read");
    }

    /**
     * Replaces the content of a regular file in one step; whoever reads it sees the old or the new one. Owner, group
     * and mode stay; access control lists and extended attributes do not. A link stays and what it leads to is
     * replaced.
     *
     * @param path absolute
     * @param content the bytes
     * @throws NodeFileException if it is missing or no regular file, there is no space, or the user may not
     */
    default void replace(String path, byte[] content) {
        throw new UnsupportedOperationException("these files are only read");
    }

    /**
     * Copies a file of this machine to a new file of mode 0600, streamed and checked by hash at both ends. Interrupted,
     * it leaves at most {@code .daytwo-*.part} in the folder.
     *
     * @param from a regular file here
     * @param path absolute; nothing may lie there
     * @param listener hears of the bytes
     * @throws NodeFileException if something lies there, there is no space, it did not arrive as sent, or the user may
     *     not
     */
    default void upload(Path from, String path, ProgressListener listener) {
        throw new UnsupportedOperationException("these files are only read");
    }

    /**
     * Copies a file of the node to a new file here of mode 0600, streamed and checked by hash at both ends.
     *
     * @param path absolute
     * @param to nothing may lie there; {@code .NAME.part} beside it is used and removed
     * @param listener hears of the bytes
     * @throws NodeFileException if it is missing, no regular file, may not be read, changed meanwhile, or could not be
     *     written here
     */
    default void download(String path, Path to, ProgressListener listener) {
        throw new UnsupportedOperationException("these files cannot be copied");
    }

    /**
     * The files of a node through plain commands of it: {@code sh}, {@code stat}, {@code find}, {@code head},
     * {@code dd}, {@code tee}, {@code sha256sum}, {@code sync}, {@code readlink} and the like (coreutils 8.24 or
     * newer); {@code openssl} hashes where it is.
     *
     * @param node runs the commands; only what writes is marked as changing
     * @return the files
     */
    static NodeFiles through(NodeExecutor node) {
        return new ShellNodeFiles(node);
    }
}
