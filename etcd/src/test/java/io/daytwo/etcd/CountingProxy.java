package io.daytwo.etcd;

import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between clients and a member, which tells them to come here. Once a number of bytes has come from the member,
 * something happens, once: whatever a test says, after which bytes flow on, or nothing flows any more.
 */
final class CountingProxy implements AutoCloseable {
    /** What happens at the limit; returns whether bytes flow on. */
    interface Event {
        boolean happen();
    }

    private final ServerSocket listener;
    private final int behind;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private volatile Event event = () -> true;
    private volatile boolean flowing = true;

    private CountingProxy(ServerSocket listener, int behind) {
        this.listener = listener;
        this.behind = behind;
    }

    /** Takes the place of the member's client address; to be called before the member starts. */
    static CountingProxy before(EtcdServer member) {
        try {
            int behind = URI.create(member.flag("listen-client-urls").split(",", 2)[0])
                    .getPort();
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.next()));
            URI old = URI.create(member.clientUrl());
            member.flag("advertise-client-urls", old.getScheme() + "://127.0.0.1:" + listener.getLocalPort());
            CountingProxy proxy = new CountingProxy(listener, behind);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After so many more bytes from the member. */
    void after(long bytes, Event happening) {
        event = happening;
        flowing = true;
        left.set(bytes);
    }

    /** Ends every connection. */
    void cut() {
        sockets.forEach(CountingProxy::close);
        sockets.clear();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket member = new Socket(InetAddress.getLoopbackAddress(), behind);
                sockets.add(client);
                sockets.add(member);
                daemon(() -> pump(client, member, false));
                daemon(() -> pump(member, client, true));
            } catch (IOException e) {
                // The member is down, or the test is over.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean counted) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int now = counted ? (int) Math.min(count, Math.max(0, left.getAndAdd(-count))) : count;
                out.write(buffer, 0, now);
                if (now < count) {
                    overflow();
                    out.write(buffer, now, count - now);
                }
            }
        } catch (IOException | InterruptedException e) {
            // One side has gone; closing both tells the other.
        }
    }

    private synchronized void overflow() throws InterruptedException {
        if (left.get() < 0) {
            left.set(Long.MAX_VALUE);
            flowing = event.happen();
        }
        while (!flowing) {
            wait();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
