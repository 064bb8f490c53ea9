package io.daytwo.node;

import java.nio.file.Path;

/** The grammar of paths on a node: absolute, no NUL. */
final class NodePath {
    private NodePath() {}

    static Path require(String path) {
        return Path.of(requireText(path));
    }

    static String requireText(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("path: not an absolute path");
        }
        return path;
    }
}
