package io.daytwo.node;

import com.jcraft.jsch.Session;
import io.daytwo.node.NodeUnreachableException.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one node, with those to the hosts on the way. Made when it is needed, made again when it was lost,
 * so that an executor outlives a restart of sshd.
 */
final class SshConnection implements AutoCloseable {
    private final SshTarget target;
    private final ReentrantLock connecting = new ReentrantLock();
    private final List<AutoCloseable> ways = new ArrayList<>();
    private final SshChannels channels;
    private volatile @Nullable Session session;
    private volatile boolean closed;

    SshConnection(SshTarget target) {
        this.target = target;
        this.channels = new SshChannels(this, target.deadlines().channel());
    }

    String name() {
        return target.name();
    }

    /** Connects if there is no living session. */
    void connect() {
        Session unused = session();
    }

    /** The living session; connects if there is none. */
    Session session() {
        Session current = session;
        if (current != null && current.isConnected() && !closed) {
            return current;
        }
        try {
            connecting.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(Stage.CONNECT, "this thread was interrupted", e);
        }
        try {
            return connected();
        } finally {
            connecting.unlock();
        }
    }

    private Session connected() {
        if (closed) {
            throw unreachable(Stage.CLOSED, "", null);
        }
        Session current = session;
        if (current != null && current.isConnected()) {
            return current;
        }
        closeWays();
        try {
            Session made = SshHandshake.open(target, way());
            session = made;
            return made;
        } catch (RuntimeException e) {
            closeWays();
            throw e;
        }
    }

    /** Where the target's port is reached: there, or at a port here that the last jump host forwards. */
    private PortForward way() {
        PortForward way = new DirectPort(target.host(), target.port());
        if (target.jumps().isEmpty()) {
            return way;
        }
        List<SshTarget> hops = target.jumps();
        SshTarget last = hops.get(hops.size() - 1);
        SshConnection jump = new SshConnection(last.through(hops.subList(0, hops.size() - 1)));
        ways.add(jump);
        SshPortForward forward = SshPortForward.open(jump, target.host(), target.port());
        ways.add(0, forward);
        return forward;
    }

    private void closeWays() {
        for (AutoCloseable way : ways) {
            try {
                way.close();
            } catch (Exception e) {
                SshSession.LOG.debug("closing the way to {}", target.name(), e);
            }
        }
        ways.clear();
    }

    SshChannels channels() {
        return channels;
    }

    NodeUnreachableException unreachable(Stage stage, String evidence, @Nullable Throwable cause) {
        return new NodeUnreachableException(stage, target.name(), target.address(), evidence, cause);
    }

    boolean isConnected() {
        Session current = session;
        return current != null && current.isConnected();
    }

    @Override
    public void close() {
        closed = true;
        Session current = session;
        if (current != null) {
            current.disconnect();
        }
        channels.shutdown();
        connecting.lock();
        try {
            // one that was being made meanwhile
            Session last = session;
            if (last != null) {
                last.disconnect();
            }
            closeWays();
        } finally {
            connecting.unlock();
        }
    }
}
