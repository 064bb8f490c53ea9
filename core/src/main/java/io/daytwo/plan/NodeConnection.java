package io.daytwo.plan;

import io.daytwo.node.NodeExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One machine of many: connected to once, by whoever needs it first; others wait for it, not for each other's. */
final class NodeConnection implements AutoCloseable {
    private final Supplier<NodeExecutor> connect;
    private final Consumer<NodeExecutor> identify;
    private @Nullable NodeExecutor made;
    private boolean closed;

    NodeConnection(Supplier<NodeExecutor> connect, Consumer<NodeExecutor> identify) {
        this.connect = connect;
        this.identify = identify;
    }

    synchronized NodeExecutor open() {
        if (closed) {
            throw new IllegalStateException("these nodes are closed");
        }
        if (made != null) {
            return made;
        }
        NodeExecutor executor = connect.get();
        try {
            identify.accept(executor);
        } catch (RuntimeException e) {
            executor.close();
            throw e;
        }
        made = executor;
        return executor;
    }

    @Override
    public synchronized void close() {
        closed = true;
        NodeExecutor executor = made;
        made = null;
        if (executor != null) {
            executor.close();
        }
    }
}
