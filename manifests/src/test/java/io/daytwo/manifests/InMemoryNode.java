package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.FileStat;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.PortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A node that is a handful of files and ports; it runs what reads files. */
public final class InMemoryNode implements NodeExecutor, NodeFiles {
    private final String name;
    private final Map<String, byte[]> content = new TreeMap<>();
    private final Map<String, Integer> listening = new TreeMap<>();
    private final Map<String, String> modes = new TreeMap<>();
    private final List<Command> commands = new ArrayList<>();
    private final StringBuilder output = new StringBuilder();
    private Duration clockError = Duration.ZERO;
    private boolean withoutOpenssl;
    private boolean runsNothing;
    private int singleLooks;

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
        singleLooks++;
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
        singleLooks++;
        if (!list(path).isEmpty()) {
            return Optional.of(stat(path, FileStat.Type.FOLDER, 0));
        }
        return Optional.ofNullable(content.get(path)).map(bytes -> stat(path, FileStat.Type.FILE, bytes.length));
    }

    private FileStat stat(String path, FileStat.Type type, long size) {
        int mode = modes.getOrDefault(path, "rw-------").equals("rw-r--r--") ? 0644 : 0600;
        return new FileStat(path, type, false, size, mode, "root", "root", Instant.EPOCH);
    }

    @Override
    public List<String> list(String dir) {
        return content.keySet().stream()
                .filter(path -> path.startsWith(dir + "/"))
                .map(path -> path.substring(dir.length() + 1).split("/", 2)[0])
                .distinct()
                .toList();
    }

    /** Runs a shell script that takes only paths, on copies of its files. */
    @Override
    public CommandResult run(Command command) {
        if (!command.argv().subList(0, 2).equals(List.of("/bin/sh", "-c"))) {
            throw new UnsupportedOperationException("run " + command);
        }
        commands.add(command);
        try {
            Path root = Files.createTempDirectory("daytwo-node");
            copyTo(root);
            try (Stream<Path> made = Files.walk(root)) {
                List<String> argv = new ArrayList<>(command.argv().subList(0, 4));
                command.argv().stream().skip(4).forEach(path -> argv.add(root + path));
                Command local = Command.reading(argv.toArray(String[]::new));
                CommandResult result =
                        NodeExecutor.local().run(withoutOpenssl ? local.environment("PATH", tools(root)) : local);
                made.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
                String printed = withClock(result.stdout().replace(root.toString(), ""));
                output.append(printed);
                return new CommandResult(
                        name,
                        command,
                        runsNothing ? 127 : result.exitStatus(),
                        printed,
                        result.stderr(),
                        result.truncated(),
                        result.took());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tools(Path root) throws IOException {
        Path bin = Files.createDirectory(root.resolve("bin"));
        for (String tool : List.of("date", "stat", "awk", "grep", "sed", "base64")) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin", tool));
        }
        return bin.toString();
    }

    private String withClock(String printed) {
        Matcher time = Pattern.compile("T(\\d+)\\.").matcher(printed);
        return time.lookingAt()
                ? "T" + (Long.parseLong(time.group(1)) + clockError.toSeconds()) + printed.substring(time.end() - 1)
                : printed;
    }

    /** Its clock is so much ahead. */
    public void clockError(Duration error) {
        clockError = error;
    }

    /** Has no openssl from now on. */
    public void withoutOpenssl() {
        withoutOpenssl = true;
    }

    /** Every command fails from now on. */
    public void runsNothing() {
        runsNothing = true;
    }

    /** What all commands printed. */
    public String output() {
        return output.toString();
    }

    /** How often a file was read, looked for or listed by itself. */
    public int singleLooks() {
        return singleLooks;
    }

    private void copyTo(Path root) throws IOException {
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            Path copy = root.resolve(file.getKey().substring(1));
            Files.createDirectories(copy.getParent());
            Files.write(copy, file.getValue());
            String mode = modes.getOrDefault(file.getKey(), "rw-------");
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(mode));
        }
    }

    /** Every user may read the file; others have mode 0600. */
    public void openToAll(String path) {
        modes.put(path, "rw-r--r--");
    }

    /** The commands that ran. */
    public List<Command> commands() {
        return commands;
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
