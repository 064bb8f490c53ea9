package io.daytwo.node;

import com.jcraft.jsch.SocketFactory;
import io.daytwo.node.NodeUnreachableException.Stage;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Map;

/** Makes the library's socket and sees how far the connection has come: each part has a deadline of its own. */
final class SshWatch implements SocketFactory {
    private static final int BUFFER = 64 * 1024;
    private static final int SHOWN = 80;
    private static final int KIND = 5;

    /** How other servers answer SSH's first line: an answer of HTTP, an alert of TLS. */
    private static final Map<String, String> OTHERS = Map.of("HTTP/", "HTTP", "\u0015\u0003", "TLS");

    private final SshTarget target;
    private final PortForward way;
    private Stage stage = Stage.RESOLVE;
    private long since = System.nanoTime();
    private boolean abandoned;
    private volatile boolean ended;
    private volatile String said = "";
    private Socket socket = new Socket();

    SshWatch(SshTarget target, PortForward way) {
        this.target = target;
        this.way = way;
    }

    @Override
    public Socket createSocket(String ignoredHost, int ignoredPort) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(way.host());
        enter(Stage.CONNECT);
        IOException failure = new UnknownHostException(way.host());
        for (InetAddress address : addresses) {
            Socket attempt = next();
            try {
                attempt.connect(new InetSocketAddress(address, way.port()), (int)
                        target.deadlines().connect().toMillis());
                enter(Stage.BANNER);
                return attempt;
            } catch (IOException e) {
                attempt.close();
                failure = e;
            }
        }
        throw failure;
    }

    private synchronized Socket next() throws IOException {
        if (abandoned) {
            throw new IOException("given up");
        }
        socket = new Socket();
        return socket;
    }

    @Override
    public InputStream getInputStream(Socket connected) throws IOException {
        return new FilterInputStream(new BufferedInputStream(connected.getInputStream(), BUFFER)) {
            private final StringBuilder line = new StringBuilder();

            @Override
            public int read() throws IOException {
                int b = noting(super.read());
                if (b >= 0 && stage() == Stage.BANNER) {
                    banner((char) b);
                }
                return b;
            }

            @Override
            public int read(byte[] bytes, int from, int most) throws IOException {
                int count = noting(super.read(bytes, from, most));
                for (int i = from; i < from + count && stage() == Stage.BANNER; i++) {
                    banner((char) bytes[i]);
                }
                return count;
            }

            /** The server may say other lines before the one that counts, RFC 4253 section 4.2. */
            private void banner(char c) throws IOException {
                if (c == '\n') {
                    if (line.indexOf("SSH-") == 0) {
                        enter(Stage.KEY_EXCHANGE);
                    }
                    line.setLength(0);
                } else if (line.length() < SHOWN) {
                    String begun = line.append(c).toString();
                    String other = OTHERS.get(begun);
                    if (other != null) {
                        throw new IOException("it speaks " + other);
                    }
                    said = begun.length() > KIND && !begun.isBlank() ? begun.strip() : said;
                }
            }
        };
    }

    private int noting(int read) {
        ended |= read < 0;
        return read;
    }

    /** {@return what the server said last while it had not told its version} */
    String said() {
        return said;
    }

    /** {@return whether the server, or what is between, has ended the connection} */
    boolean isEnded() {
        return ended;
    }

    @Override
    public OutputStream getOutputStream(Socket connected) throws IOException {
        return connected.getOutputStream();
    }

    synchronized void enter(Stage next) {
        boolean sameClock = stage == Stage.KEY_EXCHANGE && next == Stage.AUTHENTICATION;
        stage = next;
        since = sameClock ? since : System.nanoTime();
    }

    synchronized Stage stage() {
        return stage;
    }

    /** {@return nanoseconds until the deadline of the part that is under way} */
    synchronized long left() {
        SshDeadlines deadlines = target.deadlines();
        long limit = switch (stage) {
            case RESOLVE, CONNECT -> deadlines.connect().toNanos();
            case BANNER -> deadlines.banner().toNanos();
            default -> deadlines.authentication().toNanos();
        };
        return since + limit - System.nanoTime();
    }

    synchronized void abandon() {
        abandoned = true;
        try {
            socket.close();
        } catch (IOException e) {
            // it was of no use any more
        }
    }
}
