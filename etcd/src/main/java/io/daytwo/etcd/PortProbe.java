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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out why a port hung up on us. Sends no request. At most two seconds for a read, five for a connection. */
record PortProbe(Route.Way way) {
    private static final Logger LOG = LoggerFactory.getLogger(PortProbe.class);
    private static final int MILLIS = 2_000;
    private static final int CONNECTION_MILLIS = 5_000;

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

    /**
     * Repeats the handshake and listens. With TLS 1.3 a server judges our certificate after we think that all is well;
     * when data of ours is under way already, its alert is lost in the reset that follows. Here nothing is.
     */
    Optional<TlsAlert> alert(TlsMaterial material) {
        KeyManager[] keys = material.identity().stream().map(TlsIdentity::new).toArray(KeyManager[]::new);
        try (Socket socket = connect();
                SSLSocket tls = secure(socket, keys, new TlsTrust(material.authorities()))) {
            tls.startHandshake();
            int ignored = tls.getInputStream().read();
            return Optional.empty();
        } catch (SSLException e) {
            return TlsAlert.in(e);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@return whether it answers a TLS handshake, be it with an alert; nobody is trusted} */
    boolean speaksTls() {
        try (Socket socket = connect();
                SSLSocket tls = secure(socket, new KeyManager[0], new Nobody())) {
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
        // A peer that sends a byte now and then would never run into the limit of a read.
        CompletableFuture.delayedExecutor(CONNECTION_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> close(socket));
        socket.setSoTimeout(MILLIS);
        socket.connect(new InetSocketAddress(way.host(), way.port()), MILLIS);
        return socket;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("The probe's socket could not be closed", e);
        }
    }

    private SSLSocket secure(Socket socket, KeyManager[] keys, TrustManager trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, null);
            return (SSLSocket) context.getSocketFactory().createSocket(socket, way.host(), way.port(), true);
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
