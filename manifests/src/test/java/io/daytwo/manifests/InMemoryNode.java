package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A node that is a handful of files and ports; it runs nothing. */
public final class InMemoryNode implements NodeExecutor, NodeFiles {
    private final String name;
    private final Map<String, byte[]> content = new TreeMap<>();
    private final Map<String, Integer> listening = new TreeMap<>();

    public InMemoryNode(String name) {
        this.name = name;
    }

    public void put(String path, String text) {
        put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public void put(String path, byte[] bytes) {
        content.put(path, bytes);
    }

    public void remove(String path) {
        assertThat(content.remove(path)).as(path).isNotNull();
    }

    public void copy(String from, String to) {
        put(to, read(from, Integer.MAX_VALUE));
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
        if (!list(path).isEmpty()) {
            return Optional.of(stat(path, FileStat.Type.FOLDER, 0));
        }
        return Optional.ofNullable(content.get(path)).map(bytes -> stat(path, FileStat.Type.FILE, bytes.length));
    }

    private static FileStat stat(String path, FileStat.Type type, long size) {
        return new FileStat(path, type, false, size, 0600, "root", "root", Instant.EPOCH);
    }

    @Override
    public List<String> list(String dir) {
        return content.keySet().stream()
                .filter(path -> path.startsWith(dir + "/"))
                .map(path -> path.substring(dir.length() + 1).split("/", 2)[0])
                .distinct()
                .toList();
    }

    @Override
    public CommandResult run(Command command) {
        throw new UnsupportedOperationException("run " + command);
    }

    @Override
    public PortForward forward(String host, int port) {
        Integer here = listening.get(host + ":" + port);
        assertThat(here).as(host + ":" + port).isNotNull();
        return new LocalPort(here);
    }

    /** What listens on a port of the node listens on one of this machine. */
    public void listen(String host, int port, int here) {
        listening.put(host + ":" + port, here);
    }

    private record LocalPort(int port) implements PortForward {
        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() {}
}
