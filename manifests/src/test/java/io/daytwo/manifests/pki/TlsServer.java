package io.daytwo.manifests.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Serves a certificate on a port of this machine and demands one of its clients, as etcd does. */
final class TlsServer implements AutoCloseable {
    private final SSLServerSocket listener;
    private final String protocol;

    TlsServer(Issued issued, String protocol) {
        this(List.of(issued), protocol);
    }

    /** The first one for everybody, the others for those who ask for their names, as the JDK chooses. */
    TlsServer(List<Issued> certificates, String protocol) {
        this.protocol = protocol;
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Issued issued : certificates) {
                store.setKeyEntry(
                        "number " + store.size(), issued.keys().getPrivate(), new char[0], new X509Certificate[] {
                            issued.certificate()
                        });
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
        listener.setNeedClientAuth(true);
        Thread thread = new Thread(this::serve, "tls-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                SSLSocket tls = (SSLSocket) socket;
                tls.setEnabledProtocols(new String[] {protocol});
                tls.setSoTimeout(5000);
                tls.startHandshake();
            } catch (IOException e) {
                // Nobody here completes a handshake.
            }
        }
    }

    int port() {
        return listener.getLocalPort();
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
