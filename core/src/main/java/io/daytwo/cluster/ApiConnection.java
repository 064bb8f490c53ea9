package io.daytwo.cluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request to one API server: its deadline, over headers and body together, its size, and what a failure means. */
final class ApiConnection {
    /** A page of {@link Pages#LIMIT} objects of the largest size that etcd takes fits easily. */
    static final int LARGEST = 64 << 20;

    private static final int LONGEST_WAIT = 600;

    private final HttpClient http;
    private final Duration deadline;

    ApiConnection(HttpClient http, Duration deadline) {
        this.http = http;
        this.deadline = deadline;
    }

    Attempt send(URI endpoint, ApiRequest request) {
        ReplyBody body = new ReplyBody(LARGEST);
        CompletableFuture<HttpResponse<AsyncBody>> answer = http.consumeBytes(http(endpoint, request), body);
        long end = System.nanoTime() + deadline.toNanos();
        try {
            HttpResponse<AsyncBody> response = answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            finish(response.body(), end);
            return judge(endpoint, request, response, body.text());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiInterruptedException(request.toString(), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return failed(endpoint, EndpointTrouble.SILENT, "nothing within " + deadline.toMillis() + " ms", e);
        } catch (CancellationException e) {
            return body.isTooLarge()
                    ? failed(endpoint, EndpointTrouble.UNREADABLE, "a reply of more than " + LARGEST + " bytes", e)
                    : failed(endpoint, EndpointTrouble.CUT, "cancelled", e);
        } catch (ExecutionException e) {
            return failed(endpoint, Diagnosis.trouble(e), Diagnosis.evidence(e), e.getCause());
        }
    }

    private HttpRequest http(URI endpoint, ApiRequest request) {
        HttpRequest.Builder builder = http.newHttpRequestBuilder()
                .uri(endpoint.resolve(request.path()))
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        return request.body() == null
                ? builder.build()
                : builder.method(request.method(), request.type(), request.body())
                        .build();
    }

    private static void finish(AsyncBody body, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        body.consume();
        try {
            var unused = body.done().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException | TimeoutException e) {
            body.cancel();
            throw e;
        }
    }

    private static Attempt judge(URI endpoint, ApiRequest request, HttpResponse<?> response, String text) {
        String type = String.valueOf(response.header("Content-Type"));
        Duration retryAfter = retryAfter(response);
        String seen = "status " + response.code();
        if (response.code() / 100 == 3 || (type.toLowerCase(Locale.ROOT).contains("html") && response.code() < 500)) {
            return failed(endpoint, EndpointTrouble.NOT_KUBERNETES, seen + " with a body of type " + type, null);
        }
        JsonObject json = new JsonObject();
        try {
            if (text.startsWith("{") && JsonParser.parseString(text) instanceof JsonObject parsed) {
                json = parsed;
            }
        } catch (JsonParseException e) {
            return failed(
                    endpoint, EndpointTrouble.UNREADABLE, seen + ", " + text.length() + " bytes of bad JSON", null);
        }
        if (response.code() / 100 == 2 && json.size() == 0 && !request.isText()) {
            return failed(endpoint, EndpointTrouble.NOT_KUBERNETES, seen + " without JSON, of type " + type, null);
        }
        return new Attempt.Answered(new ApiReply(response.code(), new Json(json), text, retryAfter));
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String seconds = String.valueOf(response.header("Retry-After"));
        return seconds.matches("[0-9]{1,4}")
                ? Duration.ofSeconds(Math.min(LONGEST_WAIT, Integer.parseInt(seconds)))
                : Duration.ZERO;
    }

    private static Attempt.Failed failed(
            URI endpoint, EndpointTrouble trouble, String evidence, @org.jspecify.annotations.Nullable Throwable e) {
        return new Attempt.Failed(new EndpointFailure(endpoint, trouble, evidence), Duration.ZERO, e);
    }
}
