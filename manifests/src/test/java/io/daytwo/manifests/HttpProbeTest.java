package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.daytwo.manifests.HttpProbe.Answer;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real servers on this machine; the TLS of real components is asked by the stories. */
class HttpProbeTest {
    private final NodeExecutor node = NodeExecutor.local();

    private Answer ask(String scheme, int port) {
        return HttpProbe.ask(node, new PodProbe(scheme, "127.0.0.1", port, "/readyz?verbose"));
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
