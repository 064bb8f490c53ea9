package io.daytwo.testbed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A stand-in for an API server that keeps ConfigMaps, and can be told to fail at it. */
final class ConfigMapServer implements AutoCloseable {
    private final HttpServer server;
    private final Queue<String> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile String forgotten = "nothing";
    private volatile boolean refusing;

    ConfigMapServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    /** Acknowledges this one and keeps it not. */
    void forget(String name) {
        forgotten = name;
    }

    void refuse(boolean now) {
        refusing = now;
    }

    long kept() {
        return kept.size();
    }

    int refused() {
        return refused.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 200, "{\"metadata\": {}, \"items\": [" + String.join(",", kept) + "]}");
        } else if (refusing) {
            refused.incrementAndGet();
            answer(exchange, 503, "{}");
        } else {
            if (body.contains("ConfigMap") && !body.contains("\"" + forgotten + "\"")) {
                kept.add(body);
            }
            answer(exchange, 201, "{}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
