package io.daytwo.plan;

import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.PortForward;

/** A node on which a changing command runs only while this run holds the node's lock. */
final class FencedNode implements NodeExecutor {
    private final NodeExecutor node;
    private final NodeLock lock;
    private final LockHolder hold;
    private final Runnable changed;

    FencedNode(NodeExecutor node, NodeLock lock, LockHolder hold, Runnable changed) {
        this.node = node;
        this.lock = lock;
        this.hold = hold;
        this.changed = changed;
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public CommandResult run(Command command) {
        if (command.isReading()) {
            return node.run(command);
        }
        try {
            CommandResult result = lock.fenced(hold, command);
            changed.run();
            return result;
        } catch (CommandFailedException e) {
            if (e.isOutcomeUnknown()) {
                changed.run();
            }
            throw e;
        }
    }

    /** By commands, so that whatever writes compares the number in the same command. */
    @Override
    public NodeFiles files() {
        return NodeFiles.through(this);
    }

    @Override
    public PortForward forward(String host, int port) {
        return node.forward(host, port);
    }

    @Override
    public void close() {}
}
