package io.daytwo.manifests;

import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeUnreachableException;
import io.daytwo.node.PortForward;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks what the kubelet asks, through the node. As there, nobody's certificate is judged: the controller manager and
 * the scheduler make their own at every start. So nothing is sent but the path, and nothing believed but the status.
 */
final class HttpProbe {
    /** What came of asking. */
    enum Answer {
        /** It answered as it should. */
        WELL,
        /** It did not, or not as it should. */
        UNWELL,
        /** The node's sshd does not forward ports, so it cannot be asked. */
        NOT_ASKED
    }

    private static final int MILLIS = 5000;
    private static final int LONGEST_LINE = 256;

    private HttpProbe() {}

    static Answer ask(NodeExecutor node, PodProbe probe) {
        try (PortForward forward = node.forward(probe.host(), probe.port());
                Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(forward.host(), forward.port()), MILLIS);
            socket.setSoTimeout(MILLIS);
            return switch (probe.scheme()) {
                // A forwarded port takes connections whether or not the node's does: an end comes at once then.
                case "TCP" -> takes(socket) ? Answer.WELL : Answer.UNWELL;
                case "HTTPS" -> isFine(status(secured(socket, probe), probe));
                default -> isFine(status(socket, probe));
            };
        } catch (NodeUnreachableException e) {
            if (e.stage() == NodeUnreachableException.Stage.CHANNEL) {
                return Answer.NOT_ASKED;
            }
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            return Answer.UNWELL;
        }
    }

    private static boolean takes(Socket socket) throws IOException {
        socket.setSoTimeout(500);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        }
    }

    private static SSLSocket secured(Socket socket, PodProbe probe) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Unjudged()}, null);
        return (SSLSocket) context.getSocketFactory().createSocket(socket, probe.host(), probe.port(), true);
    }

    private static Answer isFine(int status) {
        return status >= 200 && status < 400 ? Answer.WELL : Answer.UNWELL;
    }

    private static int status(Socket socket, PodProbe probe) throws IOException {
        String request = "GET " + probe.path() + " HTTP/1.0\r\nHost: " + probe.host()
                + "\r\nUser-Agent: daytwo\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        String[] words = line(socket.getInputStream()).split(" ", -1);
        return words.length > 1 && words[0].startsWith("HTTP/") && words[1].matches("[0-9]{3}")
                ? Integer.parseInt(words[1])
                : 0;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n' && line.length() < LONGEST_LINE; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    /** For this question only. */
    private static final class Unjudged extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
