package io.daytwo.node;

import java.time.Instant;

/**
 * What lies at a path of a node, links followed.
 *
 * @param path as asked for
 * @param type what it is
 * @param link whether the path itself is a symbolic link to it
 * @param size bytes
 * @param mode permission bits, e.g. {@code 0600}; no type bits
 * @param owner user name, or the number where it has none
 * @param group group name, or the number where it has none
 * @param modified last change of the content
 */
public record FileStat(
        String path, Type type, boolean link, long size, int mode, String owner, String group, Instant modified) {
    /** Kinds of files. */
    public enum Type {
        /** A regular file. */
        FILE,
        /** A folder. */
        FOLDER,
        /** A socket, pipe or device. */
        OTHER
    }

    /** {@return whether it is a regular file} */
    public boolean isFile() {
        return type == Type.FILE;
    }

    /** {@return whether it is a folder} */
    public boolean isFolder() {
        return type == Type.FOLDER;
    }
}
