package io.daytwo.manifests.pki;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.PortForward;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node many of whose files were read in one command. They answer as the node's own do, but for private keys where
 * openssl is on the node: then only their public halves have left it. All other files, and all of them where the
 * command did not succeed, are read as usual. For one look.
 */
final class ReadAhead implements NodeExecutor {
    private final NodeExecutor node;
    private final ReadAheadFiles files;
    private final Optional<NodeClock> clock;

    private ReadAhead(NodeExecutor node, ReadAheadFiles files, Optional<NodeClock> clock) {
        this.node = node;
        this.files = files;
        this.clock = clock;
    }

    /** Paths are absolute; {@code *} stands for any name. */
    static ReadAhead of(NodeExecutor node, Collection<String> paths) {
        return of(node, ReadAheadFiles.none(node.files()), paths);
    }

    private static ReadAhead of(NodeExecutor node, ReadAheadFiles known, Collection<String> paths) {
        Command command = Command.readingShell(ReadAheadScript.TEXT, paths.toArray(String[]::new));
        Instant sent = Instant.now();
        CommandResult result = node.run(command);
        Instant received = Instant.now();
        if (!result.isSuccess() || result.truncated()) {
            return new ReadAhead(node, known, Optional.empty());
        }
        List<String> lines = result.stdout().lines().toList();
        return new ReadAhead(node, known.and(ReadAheadText.parse(lines)), NodeClock.parse(lines, sent, received));
    }

    /** Reads more, if these paths are not known yet. */
    ReadAhead and(Collection<String> paths) {
        List<String> unknown =
                paths.stream().distinct().filter(path -> !files.knows(path)).toList();
        return unknown.isEmpty() ? this : new ReadAhead(node, of(node, files, unknown).files, clock);
    }

    /** How its clock compares with the one here. */
    Optional<NodeClock> clock() {
        return clock;
    }

    /** The kubeconfigs under home folders. */
    List<String> copies() {
        if (files.knows(KubeadmPlaces.ROOT_COPY)) {
            return files.present().stream()
                    .filter(path -> path.endsWith(KubeadmPlaces.COPY))
                    .toList();
        }
        Stream<String> homes = files.exists(KubeadmPlaces.HOMES)
                ? files.list(KubeadmPlaces.HOMES).stream().map(user -> KubeadmPlaces.HOMES + "/" + user)
                : Stream.of();
        return Stream.concat(Stream.of(KubeadmPlaces.ROOT_COPY), homes.map(home -> home + KubeadmPlaces.COPY))
                .filter(files::exists)
                .toList();
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public CommandResult run(Command command) {
        return node.run(command);
    }

    @Override
    public NodeFiles files() {
        return files;
    }

    @Override
    public PortForward forward(String host, int port) {
        return node.forward(host, port);
    }

    /** Leaves the node as it is: it is somebody else's. */
    @Override
    public void close() {}
}
