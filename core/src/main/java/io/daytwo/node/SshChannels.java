package io.daytwo.node;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.daytwo.node.NodeUnreachableException.Stage;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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

    private final SshConnection connection;
    private final Duration limit;
    private final ThreadPoolExecutor openers;
    private int open;

    SshChannels(SshConnection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
        this.openers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
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
        Session session = connection.session();
        long begun = System.nanoTime();
        while (true) {
            T channel = attempt(session, type, kind, preparation);
            if (channel != null) {
                return channel;
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

    /** One attempt; null if the server has no room. */
    private <T extends Channel> @Nullable T attempt(
            Session session, String type, Class<T> kind, Preparation<T> preparation) throws Abandoned {
        T channel;
        try {
            channel = kind.cast(session.openChannel(type));
            if (channel == null) {
                throw connection.unreachable(Stage.LOST, "", null);
            }
            preparation.prepare(channel);
        } catch (JSchException e) {
            throw connection.unreachable(Stage.LOST, String.valueOf(e.getMessage()), e);
        }
        count(1);
        boolean opened = false;
        try {
            opened = connect(session, channel);
            return opened ? channel : null;
        } finally {
            if (!opened) {
                count(-1);
            }
        }
    }

    private boolean connect(Session session, Channel channel) throws Abandoned {
        Future<?> opening = openers.submit(() -> {
            channel.connect(0);
            return true;
        });
        try {
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
