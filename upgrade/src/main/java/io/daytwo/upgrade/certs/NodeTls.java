package io.daytwo.upgrade.certs;

import io.daytwo.manifests.Kubeconfig;
import io.daytwo.manifests.pki.PemFile;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.PortForward;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** One HTTPS request at a time through a port that a node forwards: the cluster's CA is trusted, and no other. */
final class NodeTls {
    private static final int DEADLINE_MILLIS = 5000;
    private static final int MOST_BYTES = 4 << 20;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}).*", Pattern.DOTALL);

    private final SSLContext context;

    private NodeTls(List<X509Certificate> authorities, Optional<PemFile> client, Optional<PrivateKey> key) {
        try {
            KeyStore trusted = empty();
            for (int i = 0; i < authorities.size(); i++) {
                trusted.setCertificateEntry("ca" + i, authorities.get(i));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyStore own = empty();
            if (client.isPresent() && key.isPresent()) {
                own.setKeyEntry(
                        "client",
                        key.get(),
                        new char[0],
                        client.get().certificates().toArray(Certificate[]::new));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Nobody's. */
    static NodeTls trusting(byte[] authority) {
        return new NodeTls(PemFile.parse(authority, "CA").certificates(), Optional.empty(), Optional.empty());
    }

    /** With the certificate of a kubeconfig. */
    static NodeTls as(Kubeconfig user) {
        return new NodeTls(
                user.certificateAuthority()
                        .map(pem -> PemFile.parse(pem, user + ", CA").certificates())
                        .orElse(List.of()),
                user.clientCertificate().map(pem -> PemFile.parse(pem, user + ", certificate")),
                user.clientKey()
                        .flatMap(pem -> PemFile.parse(pem, user + ", key").privateKey()));
    }

    HttpAnswer get(NodeExecutor node, String address, int port, String path) {
        try (PortForward forward = node.forward(address, port);
                Socket plain = new Socket()) {
            plain.setSoTimeout(DEADLINE_MILLIS);
            plain.connect(new InetSocketAddress(forward.host(), forward.port()), DEADLINE_MILLIS);
            try (SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(plain, address, port, false)) {
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
                secure.startHandshake();
                String request =
                        "GET " + path + " HTTP/1.0\r\nHost: " + (address.contains(":") ? "[" + address + "]" : address)
                                + ":" + port + "\r\nAccept: application/json, */*\r\n\r\n";
                secure.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                return answer(secure.getInputStream());
            }
        } catch (IOException e) {
            return HttpAnswer.none(String.valueOf(e.getMessage()));
        }
    }

    private static HttpAnswer answer(InputStream in) throws IOException {
        String all = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        Matcher status = STATUS.matcher(all);
        int body = all.indexOf("\r\n\r\n");
        if (!status.matches() || body < 0) {
            return HttpAnswer.none("what answers is no HTTP server");
        }
        return new HttpAnswer(Integer.parseInt(status.group(1)), all.substring(body + 4));
    }
}
