package io.daytwo.node;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.daytwo.node.NodeUnreachableException.Stage;
import java.io.IOException;
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
        Session session = connection.session();
        ChannelDirectTCPIP probe;
        try {
            probe = (ChannelDirectTCPIP) session.openChannel("direct-tcpip");
        } catch (JSchException e) {
            throw connection.unreachable(Stage.LOST, "", e);
        }
        probe.setHost(destination.host());
        probe.setPort(destination.port());
        try {
            probe.connect(connection.channelMillis());
        } catch (JSchException e) {
            if (!session.isConnected()) {
                throw connection.unreachable(Stage.LOST, "", e);
            }
            if (probe.getExitStatus() == PROHIBITED) {
                throw connection.unreachable(
                        Stage.CHANNEL,
                        "its server does not forward to " + destination.host() + ":" + destination.port(),
                        e);
            }
        } finally {
            probe.disconnect();
        }
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

    private void connect(Socket socket) throws IOException {
        try {
            ChannelDirectTCPIP channel =
                    (ChannelDirectTCPIP) connection.session().openChannel("direct-tcpip");
            channel.setHost(destination.host());
            channel.setPort(destination.port());
            channel.setInputStream(socket.getInputStream());
            channel.setOutputStream(socket.getOutputStream());
            channel.connect(connection.channelMillis());
        } catch (JSchException | RuntimeException e) {
            socket.close();
            throw new IOException(e);
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
        for (Socket socket : accepted) {
            try {
                socket.close();
            } catch (IOException e) {
                SshSession.LOG.debug("{}: closing a forwarded connection", connection.name(), e);
            }
        }
    }
}
