package io.daytwo.manifests.pki;

import io.daytwo.node.NodeExecutor;
import io.daytwo.node.PortForward;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a server's certificate: a handshake that is broken off as soon as it was shown. No byte of data is sent or
 * believed. For one port.
 */
final class TlsGlance extends X509ExtendedTrustManager implements Callable<Optional<X509Certificate>>, Closeable {
    private final NodeExecutor node;
    private final ServingPort port;
    private final int millis;
    private final Socket plain = new Socket();
    private @Nullable X509Certificate shown;

    TlsGlance(NodeExecutor node, ServingPort port, Duration patience) {
        this.node = node;
        this.port = port;
        this.millis = (int) Math.min(patience.toMillis(), Integer.MAX_VALUE);
    }

    @Override
    public Optional<X509Certificate> call() {
        try (PortForward forward = node.forward(port.host(), port.port());
                plain) {
            plain.setSoTimeout(millis);
            plain.connect(new InetSocketAddress(forward.host(), forward.port()), millis);
            shake();
        } catch (IOException e) {
            // The end of every glance: whether a certificate was seen before is the answer.
            return Optional.ofNullable(shown);
        }
        return Optional.ofNullable(shown);
    }

    private void shake() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            // Without a name, unless one is asked for, so that the port answers with its own certificate.
            try (SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), false)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(port.serverName()
                        .<SNIServerName>map(SNIHostName::new)
                        .map(List::of)
                        .orElse(List.of()));
                socket.setSSLParameters(parameters);
                socket.startHandshake();
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Cuts the connection, whatever the other side does. */
    @Override
    public void close() throws IOException {
        plain.close();
    }

    private void look(X509Certificate[] chain) throws CertificateException {
        shown = chain[0];
        throw new CertificateException("seen");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        look(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        look(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        look(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
