package io.daytwo.cluster;

import io.daytwo.retry.RetryPolicy;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests to the first of several API servers that answers. The one that answered last is asked first; a server
 * that gives no answer within its deadline is passed over.
 */
final class ApiTransport {
    static final Duration DEADLINE = Duration.ofSeconds(15);

    private final HttpClient http;
    private final List<URI> endpoints;
    private final RetryPolicy retry;
    private final Duration deadline;
    private final AtomicInteger current = new AtomicInteger();

    ApiTransport(HttpClient http, List<URI> endpoints, RetryPolicy retry, Duration deadline) {
        this.http = http;
        this.endpoints = List.copyOf(endpoints);
        this.retry = retry;
        this.deadline = deadline;
    }

    HttpClient http() {
        return http;
    }

    List<URI> endpoints() {
        return endpoints;
    }

    RetryPolicy retry() {
        return retry;
    }

    Duration deadline() {
        return deadline;
    }

    /** The reply, whatever its status, of a server that could say something about the request. */
    ApiReply exchange(ApiRequest request) {
        if (!request.repeatable()) {
            return once(request);
        }
        return retry.call(request.toString(), () -> onEndpoints(request));
    }

    private ApiReply onEndpoints(ApiRequest request) {
        ApiUnavailableException failure = null;
        for (int tries = 0; tries < endpoints.size(); tries++) {
            try {
                ApiReply reply = send(endpoint(), request);
                if (!reply.mayPass()) {
                    return reply;
                }
                failure = new ApiUnavailableException(
                        request.toString(),
                        endpoint(),
                        "status " + reply.status() + " " + reply.json().text("message"),
                        null);
            } catch (ApiUnavailableException e) {
                failure = e;
            }
            passOver();
        }
        throw Objects.requireNonNull(failure);
    }

    private ApiReply once(ApiRequest request) {
        try {
            return send(endpoint(), request);
        } catch (ApiUnavailableException e) {
            passOver();
            throw e;
        }
    }

    private void passOver() {
        current.updateAndGet(index -> (index + 1) % endpoints.size());
    }

    private URI endpoint() {
        return endpoints.get(current.get());
    }

    /** Success, or an error that says what the server said. */
    Json ask(ApiRequest request) {
        ApiReply reply = exchange(request);
        if (!reply.isSuccess()) {
            throw refused(request, reply);
        }
        return reply.json();
    }

    /** Empty when there is no such object. */
    Optional<Json> find(ApiRequest request) {
        ApiReply reply = exchange(request);
        if (reply.status() == 404) {
            return Optional.empty();
        }
        if (!reply.isSuccess()) {
            throw refused(request, reply);
        }
        return Optional.of(reply.json());
    }

    static ApiRefusedException refused(ApiRequest request, ApiReply reply) {
        Json status = reply.json();
        return new ApiRefusedException(
                request.toString(), reply.status(), status.text("reason"), status.text("message"));
    }

    /** One try at one server. */
    ApiReply send(URI endpoint, ApiRequest request) {
        HttpRequest.Builder builder = http.newHttpRequestBuilder()
                .uri(endpoint.resolve(request.path()))
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        if (request.body() != null) {
            builder = builder.method(request.method(), request.type(), request.body());
        }
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(builder.build(), byte[].class);
        try {
            HttpResponse<byte[]> response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            byte[] body = response.body();
            return new ApiReply(response.code(), body == null ? "" : new String(body, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiInterruptedException(request.toString(), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ApiUnavailableException(
                    request.toString(), endpoint, "nothing within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new ApiUnavailableException(request.toString(), endpoint, evidence(e), e.getCause());
        }
    }

    private static String evidence(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return deepest.getClass().getSimpleName() + (message == null ? "" : " " + message);
    }
}
