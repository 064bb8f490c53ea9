package io.daytwo.node;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.daytwo.node.NodeUnreachableException.Stage;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens channels, as many at a time as the server allows: further ones wait for one of ours to end. The library's own
 * deadline makes it poll every 10 ms and swallow interruption, so it opens without one on a thread of ours, which lives
 * for the next few seconds, and this thread waits.
 */
final class SshChannels {
    private static final long RETRY_MILLIS = 25;
    private static final long THREAD_SECONDS = 5;

    /** Of them some may wait on for a server that fell silent. */
    private static final int MOST_THREADS = 200;

    private final SshConnection connection;
    private final Duration limit;
    private final ThreadPoolExecutor openers;
    private int open;

    SshChannels(SshConnection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
        this.openers = new ThreadPoolExecutor(
                0, MOST_THREADS, THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "daytwo-ssh-channel " + connection.name());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Prepares a channel before it is opened. */
    interface Preparation<T extends Channel> {
        void prepare(T channel) throws JSchException;
    }

    /** The server answered nothing in time, or this thread was interrupted. Whether the request was sent is told. */
    static final class Abandoned extends Exception {
        private final boolean interrupted;
        private final boolean requested;

        Abandoned(boolean interrupted, boolean requested) {
            this.interrupted = interrupted;
            this.requested = requested;
        }

        boolean wasInterrupted() {
            return interrupted;
        }

        /** {@return false if it is certain that the server was asked for nothing} */
        boolean mayBeRequested() {
            return requested;
        }
    }

    /**
     * Opens a channel.
     *
     * @param type the library's name of it
     * @param kind its class
     * @param patience how long to wait for room while others of ours are open
     * @param preparation what to set before
     */
    <T extends Channel> T open(String type, Class<T> kind, Duration patience, Preparation<T> preparation)
            throws Abandoned {
        long begun = System.nanoTime();
        while (true) {
            count(1);
            boolean opened = false;
            try {
                Attempt<T> attempt = attempt(type, kind, preparation);
                opened = attempt.opened();
                if (opened) {
                    return attempt.channel();
                }
            } finally {
                if (!opened) {
                    count(-1);
                }
            }
            int others = countOpen();
            Duration wait = others > 0 && patience.compareTo(limit) > 0 ? patience : limit;
            if (System.nanoTime() - begun > wait.toNanos()) {
                throw connection.unreachable(
                        Stage.CHANNEL, "the server refused one more while " + others + " of ours are open", null);
            }
            pause();
        }
    }

    /** A channel, and whether the server opened it; if not, its exit status is the reason, RFC 4254 section 5.1. */
    record Attempt<T extends Channel>(T channel, boolean opened) {}

    /** Asks once, without counting the channel among ours. */
    <T extends Channel> Attempt<T> attempt(String type, Class<T> kind, Preparation<T> preparation) throws Abandoned {
        Session session = connection.session();
        T channel = prepare(session, type, kind, preparation);
        if (channel == null) {
            // it was being lost while it was handed out, and has been asked for nothing
            session.disconnect();
            session = connection.session();
            channel = prepare(session, type, kind, preparation);
        }
        if (channel == null) {
            throw connection.unreachable(Stage.LOST, "", null);
        }
        return new Attempt<>(channel, connect(session, channel));
    }

    /** Null if the session is no longer alive. */
    private static <T extends Channel> @Nullable T prepare(
            Session session, String type, Class<T> kind, Preparation<T> preparation) {
        try {
            T channel = kind.cast(session.openChannel(type));
            if (channel != null) {
                preparation.prepare(channel);
            }
            return channel;
        } catch (JSchException e) {
            SshSession.LOG.debug("a session was lost before a channel was opened", e);
            return null;
        }
    }

    private boolean connect(Session session, Channel channel) throws Abandoned {
        try {
            Future<?> opening = openers.submit(() -> {
                channel.connect(0);
                return true;
            });
            opening.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            if (!session.isConnected()) {
                throw new Abandoned(false, true);
            }
            if (channel.getExitStatus() < 0) {
                Throwable cause = e.getCause();
                throw connection.unreachable(Stage.CHANNEL, cause == null ? "" : String.valueOf(cause.getMessage()), e);
            }
            return false;
        } catch (RejectedExecutionException e) {
            throw openers.isShutdown()
                    ? connection.unreachable(Stage.CLOSED, "", e)
                    : connection.unreachable(Stage.CHANNEL, MOST_THREADS + " requests wait for an answer", e);
        } catch (TimeoutException e) {
            throw abandon(channel, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw abandon(channel, true);
        }
    }

    /** Should the server still open it, it will be asked for nothing. */
    private static Abandoned abandon(Channel channel, boolean interrupted) {
        if (channel instanceof ChannelExec exec) {
            exec.setCommand(":");
        }
        boolean requested = channel.isConnected();
        channel.disconnect();
        return new Abandoned(interrupted, requested);
    }

    /** Closes a channel that {@link #open} has opened. */
    void close(Channel channel) {
        channel.disconnect();
        count(-1);
    }

    private synchronized void count(int change) {
        open += change;
        notifyAll();
    }

    private synchronized int countOpen() {
        return open;
    }

    private synchronized void pause() throws Abandoned {
        try {
            TimeUnit.MILLISECONDS.timedWait(this, RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Abandoned(true, false);
        }
    }

    void shutdown() {
        openers.shutdown();
    }
}
