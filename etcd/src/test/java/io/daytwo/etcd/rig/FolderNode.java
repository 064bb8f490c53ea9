package io.daytwo.etcd.rig;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.FileStat;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.PortForward;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A node whose root is a folder of this machine: {@code /etc/kubernetes/manifests/etcd.yaml} is looked for in there.
 * Paths that lead into the folder already are taken as they are. Commands and ports are the machine's own.
 */
public record FolderNode(String name, Path root, NodeExecutor machine) implements NodeExecutor, NodeFiles {
    public FolderNode(String name, Path root) {
        this(name, root, NodeExecutor.local());
    }

    @Override
    public CommandResult run(Command command) {
        return machine.run(command);
    }

    @Override
    public NodeFiles files() {
        return this;
    }

    @Override
    public PortForward forward(String host, int port) {
        return machine.forward(host, port);
    }

    @Override
    public byte[] read(String path, long maxBytes) {
        return machine.files().read(here(path), maxBytes);
    }

    @Override
    public Optional<FileStat> stat(String path) {
        return machine.files().stat(here(path));
    }

    @Override
    public List<String> list(String dir) {
        return machine.files().list(here(dir));
    }

    private String here(String path) {
        return path.startsWith(root + "/") ? path : root + path;
    }

    @Override
    public void close() {
        machine.close();
    }
}
