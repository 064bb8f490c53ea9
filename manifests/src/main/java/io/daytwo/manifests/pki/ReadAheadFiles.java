package io.daytwo.manifests.pki;

import io.daytwo.node.FileStat;
import io.daytwo.node.NodeFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files of a node of which some are known already. */
final class ReadAheadFiles implements NodeFiles {
    /**
     * What is known of a path.
     *
     * @param stat empty if nothing lies there
     * @param content empty if it has to be read
     */
    record Known(Optional<FileStat> stat, Optional<String> content) {}

    private final NodeFiles files;
    private final Map<String, Known> known;

    private ReadAheadFiles(NodeFiles files, Map<String, Known> known) {
        this.files = files;
        this.known = known;
    }

    static ReadAheadFiles none(NodeFiles files) {
        return new ReadAheadFiles(files, Map.of());
    }

    ReadAheadFiles and(Map<String, Known> more) {
        Map<String, Known> all = new TreeMap<>(known);
        all.putAll(more);
        return new ReadAheadFiles(files, all);
    }

    boolean knows(String path) {
        return known.containsKey(path);
    }

    List<String> present() {
        return known.entrySet().stream()
                .filter(one -> one.getValue().stat().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public byte[] read(String path, long maxBytes) {
        return Optional.ofNullable(known.get(path))
                .flatMap(Known::content)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .filter(content -> content.length <= maxBytes)
                .orElseGet(() -> files.read(path, maxBytes));
    }

    @Override
    public Optional<FileStat> stat(String path) {
        Known one = known.get(path);
        return one == null ? files.stat(path) : one.stat();
    }

    @Override
    public List<String> list(String dir) {
        return files.list(dir);
    }
}
