package io.daytwo.node.rig;

import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException;
import io.daytwo.node.NodeExecutor;
import io.daytwo.retry.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** A TCP proxy on loopback that ends a connection after so many bytes. */
public final class CuttingProxy implements AutoCloseable {
    /** Which way bytes go. */
    public enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket listener;
    private final int target;
    private final Map<Way, Long> passed = new EnumMap<>(Way.class);
    private final Map<Way, Long> left = new EnumMap<>(Way.class);

    public CuttingProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Connects through this proxy; {@code folder} gets a file of known hosts. */
    public NodeExecutor connect(Sshd sshd, String user, Path folder) throws IOException {
        String known = Files.readString(sshd.knownHosts()).replace(":" + sshd.port(), ":" + port());
        Path hosts = Files.writeString(folder.resolve("known_hosts-" + port()), known);
        return sshd.as(user).port(port()).knownHosts(hosts).connect();
    }

    /** The loss of a connection may be seen only by the next one who uses it. */
    public static void reconnect(NodeExecutor node) {
        boolean unused =
                Await.forThat("a new connection").every(Duration.ofMillis(20)).until(() -> isConnected(node), is -> is);
    }

    private static boolean isConnected(NodeExecutor node) {
        try {
            return node.run(Command.reading("true")).isSuccess();
        } catch (CommandFailedException e) {
            return false;
        }
    }

    /** From now on, once: so many more bytes that way, then the connection they belong to is cut. */
    public synchronized void cutAfter(Way way, long bytes) {
        left.clear();
        left.put(way, bytes);
    }

    /** {@return bytes that went that way so far, over all connections} */
    public synchronized long passed(Way way) {
        return passed.getOrDefault(way, 0L);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                daemon(() -> pump(client, server, Way.TO_SERVER));
                daemon(() -> pump(server, client, Way.TO_CLIENT));
            } catch (IOException e) {
                // closed, or the server is gone: the client sees it
            }
        }
    }

    private void pump(Socket from, Socket to, Way way) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            int count = in.read(buffer);
            while (count >= 0) {
                int allowed = allow(way, count);
                out.write(buffer, 0, allowed);
                if (allowed < count) {
                    return;
                }
                count = in.read(buffer);
            }
        } catch (IOException e) {
            // the other direction has ended this connection
        }
    }

    private synchronized int allow(Way way, int count) {
        long most = left.getOrDefault(way, NEVER);
        int allowed = (int) Math.min(count, most);
        if (allowed < count) {
            left.remove(way);
        } else if (most != NEVER) {
            left.put(way, most - count);
        }
        passed.merge(way, (long) allowed, Long::sum);
        return allowed;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
