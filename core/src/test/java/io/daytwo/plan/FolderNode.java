package io.daytwo.plan;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.PortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A folder that stands for a machine: real commands, real files; {@code /etc}, {@code /var} and {@code /srv} lie in it.
 */
final class FolderNode implements NodeExecutor {
    /** Keeps all that a command has beside its words: redactions, input, who listens. */
    private static final String MAP = """
            root=$1; shift; left=$#
            while [ "$left" -gt 0 ]; do
              word=$1; shift; left=$((left - 1))
              case $word in /etc/*|/var/*|/srv/*) word=$root$word ;; esac
              set -- "$@" "$word"
            done
            exec "$@"
            """;

    private final String name;
    private final Path root;
    private final NodeExecutor local = NodeExecutor.local();
    final AtomicInteger changing = new AtomicInteger();
    final AtomicReference<Boolean> closed = new AtomicReference<>(false);

    FolderNode(String name, Path root) {
        this.name = name;
        this.root = root;
    }

    /** A machine of its own in a folder of the root. */
    static FolderNode machine(String name, Path root) {
        try {
            for (String folder : List.of("etc", "var/lib", "srv")) {
                Files.createDirectories(root.resolve(name).resolve(folder));
            }
            String id = HexFormat.of()
                    .formatHex(name.getBytes(StandardCharsets.UTF_8))
                    .repeat(32);
            Files.writeString(root.resolve(name).resolve("etc/machine-id"), id.substring(0, 32) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FolderNode(name, root.resolve(name));
    }

    private String map(String word) {
        boolean ours = word.startsWith("/etc/") || word.startsWith("/var/") || word.startsWith("/srv/");
        return ours ? root + word : word;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CommandResult run(Command command) {
        if (!command.isReading()) {
            changing.incrementAndGet();
        }
        boolean away = command.argv().stream().anyMatch(word -> !map(word).equals(word));
        CommandResult result = local.run(away ? command.through("sh", "-c", MAP, "map", root.toString()) : command);
        return new CommandResult(
                name, command, result.exitStatus(), result.stdout(), result.stderr(), false, result.took());
    }

    @Override
    public NodeFiles files() {
        return NodeFiles.through(this);
    }

    @Override
    public PortForward forward(String host, int port) {
        return local.forward(host, port);
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
