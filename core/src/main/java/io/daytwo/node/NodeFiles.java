package io.daytwo.node;

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
}
