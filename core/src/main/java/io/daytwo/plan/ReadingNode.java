package io.daytwo.plan;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.PortForward;

/** The gate of checks and previews: a node on which nothing runs that is not marked as reading. */
final class ReadingNode implements NodeExecutor {
    private final NodeExecutor node;

    ReadingNode(NodeExecutor node) {
        this.node = node;
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public CommandResult run(Command command) {
        if (!command.isReading()) {
            throw new ChangeRefusedException(node.name(), command.toString());
        }
        return node.run(command);
    }

    @Override
    public NodeFiles files() {
        return new ReadOnlyFiles(node.name(), node.files());
    }

    @Override
    public PortForward forward(String host, int port) {
        return node.forward(host, port);
    }

    @Override
    public void close() {}
}
