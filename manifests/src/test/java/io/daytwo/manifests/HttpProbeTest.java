package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.daytwo.manifests.PodProbe.Answer;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real servers on this machine; the TLS of real components is asked by the stories. */
class HttpProbeTest {
    private final NodeExecutor node = NodeExecutor.local();

    private Answer ask(String scheme, int port) {
        return ask(scheme, port, Map.of());
    }

    private Answer ask(String scheme, int port, Map<String, String> headers) {
        return HttpProbe.ask(node, new NetworkProbe(scheme, "127.0.0.1", port, "/readyz?verbose", headers));
    }

    @ParameterizedTest
    @CsvSource({"200,WELL", "302,WELL", "401,UNWELL", "500,UNWELL"})
    void theStatusDecides(int status, Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/readyz", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertThat(ask("HTTP", port)).isEqualTo(answer);
            assertThat(ask("TCP", port)).isEqualTo(Answer.WELL);
        } finally {
            server.stop(0);
        }
    }

    /** As with an API server that answers nobody without a name (--anonymous-auth=false). */
    @Test
    void theManifestsHeadersAreSent() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/readyz", exchange -> {
            List<String> hosts = exchange.getRequestHeaders().get("Host");
            boolean known = "Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    && hosts.equals(List.of("web.example"));
            exchange.sendResponseHeaders(known ? 200 : 401, -1);
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertThat(ask("HTTP", port)).isEqualTo(Answer.UNWELL);
            assertThat(ask("HTTP", port, Map.of("Authorization", "Bearer t", "host", "web.example")))
                    .isEqualTo(Answer.WELL);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatDoesNotListenIsUnwell() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (String scheme : new String[] {"HTTP", "HTTPS", "TCP"}) {
            assertThat(ask(scheme, port)).isEqualTo(Answer.UNWELL);
        }
    }
}
