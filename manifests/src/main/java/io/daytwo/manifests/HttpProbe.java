package io.daytwo.manifests;

import io.daytwo.manifests.PodProbe.Answer;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeUnreachableException;
import io.daytwo.node.PortForward;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks what the kubelet asks, through the node. As there, nobody's certificate is judged: the controller manager and
 * the scheduler make their own at every start. So nothing is sent but the path and the headers that the manifest gives,
 * and nothing believed but the status.
 */
final class HttpProbe {
    private static final int MILLIS = 5000;
    private static final int LONGEST_LINE = 256;

    private HttpProbe() {}

    static Answer ask(NodeExecutor node, NetworkProbe probe) {
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
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    private static SSLSocket secured(Socket socket, NetworkProbe probe) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Unjudged()}, null);
        return (SSLSocket) context.getSocketFactory().createSocket(socket, probe.host(), probe.port(), true);
    }

    private static Answer isFine(int status) {
        return status >= 200 && status < 400 ? Answer.WELL : Answer.UNWELL;
    }

    private static int status(Socket socket, NetworkProbe probe) throws IOException {
        StringBuilder request = new StringBuilder("GET " + probe.path() + " HTTP/1.0\r\n");
        headers(probe)
                .forEach((name, value) ->
                        request.append(name).append(": ").append(value).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        String[] words = line(socket.getInputStream()).split(" ", -1);
        return words.length > 1 && words[0].startsWith("HTTP/") && words[1].matches("[0-9]{3}")
                ? Integer.parseInt(words[1])
                : 0;
    }

    /** Those that the manifest gives take the place of ours, as they do with the kubelet. */
    private static Map<String, String> headers(NetworkProbe probe) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(Map.of("Host", probe.host(), "User-Agent", "daytwo", "Accept", "*/*", "Connection", "close"));
        headers.putAll(probe.headers());
        return headers;
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
