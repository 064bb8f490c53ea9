package io.daytwo.manifests;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.FileStat;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.PortForward;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A node that is a handful of files; it runs nothing. */
final class InMemoryNode implements NodeExecutor, NodeFiles {
    private final String name;
    private final Map<String, byte[]> content = new TreeMap<>();

    InMemoryNode(String name) {
        this.name = name;
    }

    void put(String path, String text) {
        put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void put(String path, byte[] bytes) {
        content.put(path, bytes);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NodeFiles files() {
        return this;
    }

    @Override
    public byte[] read(String path, long maxBytes) {
        byte[] bytes = content.get(path);
        if (bytes == null) {
            throw NodeFileException.of(NodeFileException.Reason.MISSING, name, path, "");
        }
        if (bytes.length > maxBytes) {
            throw NodeFileException.of(NodeFileException.Reason.TOO_LARGE, name, path, "");
        }
        return bytes.clone();
    }

    @Override
    public Optional<FileStat> stat(String path) {
        return Optional.ofNullable(content.get(path))
                .map(bytes -> new FileStat(
                        path, FileStat.Type.FILE, false, bytes.length, 0600, "root", "root", Instant.EPOCH));
    }

    @Override
    public List<String> list(String dir) {
        throw new UnsupportedOperationException("list " + dir);
    }

    @Override
    public CommandResult run(Command command) {
        throw new UnsupportedOperationException("run " + command);
    }

    @Override
    public PortForward forward(String host, int port) {
        throw new UnsupportedOperationException("forward " + host + port);
    }

    @Override
    public void close() {}
}
