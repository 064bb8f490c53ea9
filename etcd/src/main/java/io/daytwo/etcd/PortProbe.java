package io.daytwo.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Finds out which language a port speaks, after a connection in the other one failed. Sends nothing of ours: no
 * certificate, no request; and trusts nobody. At most two seconds for each step.
 */
record PortProbe(Route.Way way) {
    private static final int MILLIS = 2_000;

    /** Connection preface and an empty SETTINGS frame, RFC 9113, 3.4. */
    private static final byte[] HTTP2_HELLO =
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0").getBytes(StandardCharsets.ISO_8859_1);

    private static final int FRAME_HEADER = 9;
    private static final int FRAME_TYPE = 3;
    private static final int SETTINGS = 4;

    /** {@return whether it answers HTTP in plaintext} */
    boolean speaksPlaintext() {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(HTTP2_HELLO);
            byte[] answer = read(socket.getInputStream());
            return (answer.length == FRAME_HEADER && answer[0] == 0 && answer[FRAME_TYPE] == SETTINGS)
                    || new String(answer, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.");
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        byte[] answer = new byte[FRAME_HEADER];
        int length = in.readNBytes(answer, 0, FRAME_HEADER);
        return Arrays.copyOf(answer, length);
    }

    /** {@return whether it answers a TLS handshake, be it with an alert} */
    boolean speaksTls() {
        try (Socket socket = connect();
                SSLSocket tls = (SSLSocket) trustingNobody().createSocket(socket, way.host(), way.port(), true)) {
            tls.startHandshake();
            return true;
        } catch (SSLException e) {
            return TlsAlert.in(e).isPresent()
                    || Causes.find(e, CertificateException.class).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(MILLIS);
        socket.connect(new InetSocketAddress(way.host(), way.port()), MILLIS);
        return socket;
    }

    private static SSLSocketFactory trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Nobody()}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK offers no TLS", e);
        }
    }

    /** To be shown a certificate is all that is wanted. */
    private static final class Nobody implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("nobody is trusted");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("nobody is trusted");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
