package io.daytwo.node;

import com.jcraft.jsch.ChannelDirectTCPIP;
import io.daytwo.node.NodeUnreachableException.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of this machine's loopback whose connections a node makes onwards. Outlives a lost connection. */
final class SshPortForward implements PortForward {
    /** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, RFC 4254 section 5.1. */
    private static final int PROHIBITED = 1;

    private final SshConnection connection;
    private final DirectPort destination;
    private final ServerSocket listener;
    private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();

    private SshPortForward(SshConnection connection, DirectPort destination, ServerSocket listener) {
        this.connection = connection;
        this.destination = destination;
        this.listener = listener;
    }

    /** Listens, after a first connection has shown that the node allows it. */
    static SshPortForward open(SshConnection connection, String host, int port) {
        DirectPort destination = new DirectPort(host, port);
        refuseIfProhibited(connection, destination);
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SshPortForward forward = new SshPortForward(connection, destination, listener);
            Thread thread =
                    new Thread(forward::accept, "daytwo-forward " + connection.name() + " " + host + ":" + port);
            thread.setDaemon(true);
            thread.start();
            return forward;
        } catch (IOException e) {
            throw connection.unreachable(Stage.CHANNEL, "no port of this machine could be opened", e);
        }
    }

    /** A destination that does not answer now may answer later; a server that forbids forwarding will not allow it. */
    private static void refuseIfProhibited(SshConnection connection, DirectPort destination) {
        try {
            SshChannels.Attempt<ChannelDirectTCPIP> probe = attempt(connection, destination, channel -> {});
            probe.channel().disconnect();
            if (!probe.opened() && probe.channel().getExitStatus() == PROHIBITED) {
                throw connection.unreachable(
                        Stage.CHANNEL,
                        "its server does not forward to " + destination.host() + ":" + destination.port(),
                        null);
            }
        } catch (SshChannels.Abandoned e) {
            if (e.wasInterrupted() || !connection.isConnected()) {
                throw connection.unreachable(Stage.LOST, "", e);
            }
        }
    }

    private static SshChannels.Attempt<ChannelDirectTCPIP> attempt(
            SshConnection connection, DirectPort destination, SshChannels.Preparation<ChannelDirectTCPIP> preparation)
            throws SshChannels.Abandoned {
        return connection.channels().attempt("direct-tcpip", ChannelDirectTCPIP.class, channel -> {
            channel.setHost(destination.host());
            channel.setPort(destination.port());
            preparation.prepare(channel);
        });
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                accepted.add(socket);
                accepted.removeIf(Socket::isClosed);
                connect(socket);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    SshSession.LOG.debug("{}: a forwarded connection failed", connection.name(), e);
                }
            }
        }
    }

    /** Does not wait for the destination: the library opens a channel with an input on a thread of its own. */
    private void connect(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            var unused = attempt(connection, destination, channel -> {
                channel.setInputStream(in);
                channel.setOutputStream(out);
            });
        } catch (IOException | SshChannels.Abandoned | RuntimeException e) {
            SshSession.LOG.debug("{}: a forwarded connection failed", connection.name(), e);
            close(socket);
        }
    }

    @Override
    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            SshSession.LOG.debug("{}: closing a forwarded port", connection.name(), e);
        }
        accepted.forEach(this::close);
    }

    private void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            SshSession.LOG.debug("{}: closing a forwarded connection", connection.name(), e);
        }
    }
}
