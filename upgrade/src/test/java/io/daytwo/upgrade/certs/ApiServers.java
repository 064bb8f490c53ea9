package io.daytwo.upgrade.certs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.daytwo.manifests.pki.PemFile;
import io.daytwo.testkit.FakeReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;

/**
 * HTTPS servers that answer {@code /readyz} and list each other, as API servers do, reached through a
 * {@link FakeControlPlane}. They show certificates of its CA for their addresses, and trust its clients.
 */
final class ApiServers implements AutoCloseable {
    private final FakeControlPlane cp1;
    private final Map<String, Integer> readiness = new HashMap<>();
    private final List<HttpsServer> servers = new ArrayList<>();

    /** What they list. */
    List<String> listed = new ArrayList<>();

    /** Whom they let in: {@code system:anonymous} or the name in a certificate. */
    List<String> welcome = new ArrayList<>(List.of("system:anonymous", "kubernetes-admin"));

    ApiServers(FakeControlPlane cp1) {
        this.cp1 = cp1;
        assertListening(true);
    }

    /** Whether the node's own port listens. */
    void assertListening(boolean does) {
        var unused = cp1.node
                .when(command -> command.toString().contains("/proc/net/tcp"))
                .then(FakeReply.exiting(does ? 0 : 1, ""));
    }

    /** One more, listed and with this answer to {@code /readyz}. */
    void start(String address, int ready) {
        readiness.put(address, ready);
        listed.add(address);
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls(address)) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                    wanted.setWantClientAuth(true);
                    parameters.setSSLParameters(wanted);
                }
            });
            server.createContext("/", exchange -> answer(address, exchange));
            server.start();
            servers.add(server);
            cp1.node.withPort(address, 6443, server.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void ready(String address, int status) {
        readiness.put(address, status);
    }

    private SSLContext tls(String address) {
        Authority.Pair pair = cp1.kubernetes.leaf("CN=kube-apiserver", Duration.ofDays(1), address);
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            PemFile file = PemFile.parse((pair.certificate() + pair.key()).getBytes(StandardCharsets.UTF_8), "own");
            own.setKeyEntry(
                    "own",
                    file.privateKey().orElseThrow(),
                    new char[0],
                    file.certificates().toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            KeyStore clients = KeyStore.getInstance("PKCS12");
            clients.load(null, null);
            byte[] ca = cp1.kubernetes.own.certificate().getBytes(StandardCharsets.UTF_8);
            clients.setCertificateEntry(
                    "ca", PemFile.parse(ca, "ca").certificates().get(0));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(clients);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(String address, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!welcome.contains(user(exchange))) {
            say(exchange, 401, "Unauthorized");
        } else if (path.equals("/readyz")) {
            int status = readiness.get(address);
            say(exchange, status, status == 200 ? "ok" : "[-]etcd failed: reason withheld\nreadyz check failed");
        } else if (path.endsWith("/endpointslices/kubernetes")) {
            String quoted = listed.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(", "));
            say(exchange, 200, "{\"endpoints\": [{\"addresses\": [" + quoted + "]}]}");
        } else {
            say(exchange, 404, "");
        }
    }

    private static String user(HttpExchange exchange) {
        try {
            String name = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName();
            return name.replaceFirst("^CN=", "");
        } catch (SSLPeerUnverifiedException e) {
            return "system:anonymous";
        }
    }

    private static void say(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }
}
