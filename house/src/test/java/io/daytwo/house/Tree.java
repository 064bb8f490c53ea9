package io.daytwo.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything below a folder, comparable: kind, rights, owner, time of change, and all bytes. */
final class Tree {
    private Tree() {}

    static Map<String, String> of(Path folder) {
        TreeMap<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Map<String, Object> about = Files.readAttributes(
                        path, "unix:mode,uid,gid,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
                String content = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                        ? HexFormat.of().formatHex(Files.readAllBytes(path))
                        : "";
                tree.put(folder.relativize(path).toString(), new TreeMap<>(about) + " " + content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }
}
