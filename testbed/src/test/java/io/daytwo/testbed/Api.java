package io.daytwo.testbed;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One API endpoint as one client sees it: one connection, each request tried once. */
final class Api {
    private final URI endpoint;
    private final HttpClient client;
    private final Cable cable;

    Api(URI endpoint, HttpClient client, Cable cable) {
        this.endpoint = endpoint;
        this.client = client;
        this.cable = cable;
    }

    /** The body of a GET that answered 200. */
    JsonObject get(String path) {
        return JsonParser.parseString(expect(200, request(path).GET())).getAsJsonObject();
    }

    /** Whether a path such as {@code /readyz} answers 200 now. */
    boolean serves(String path) {
        try {
            return send(request(path).GET()).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    void create(String path, String body) {
        expect(201, post(path, body));
    }

    /** One try: the future fails with whatever kept the answer from coming. */
    CompletableFuture<Integer> tryCreate(String path, String body, Duration limit) {
        cable.require();
        HttpRequest request = post(path, body).timeout(limit).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    /** All objects of a list, page by page, as the members agree on them: no cached read. */
    JsonArray list(String path) {
        JsonArray all = new JsonArray();
        String next = "";
        do {
            JsonObject page = get(path + "?limit=1000&continue=" + next);
            for (JsonElement item : page.getAsJsonArray("items")) {
                all.add(item);
            }
            JsonElement more = page.getAsJsonObject("metadata").get("continue");
            next = more == null ? "" : more.getAsString();
        } while (!next.isEmpty());
        return all;
    }

    private HttpRequest.Builder post(String path, String body) {
        return request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(endpoint.resolve(path)).timeout(Duration.ofSeconds(10));
    }

    @CanIgnoreReturnValue
    private String expect(int status, HttpRequest.Builder request) {
        HttpResponse<String> response = send(request);
        if (response.statusCode() != status) {
            throw new AssertionError(response.request().method() + " " + response.uri() + " answered "
                    + response.statusCode() + ", not " + status + ": " + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        cable.require();
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + endpoint, e);
        }
    }
}
