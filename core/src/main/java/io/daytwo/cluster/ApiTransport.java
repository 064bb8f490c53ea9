package io.daytwo.cluster;

import io.daytwo.retry.RetryPolicy;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the first of several API servers that answers. The one that answered last is asked first; a server
 * that gives no answer within its deadline is passed over. Every request here may be sent twice without harm.
 */
final class ApiTransport {
    static final Duration DEADLINE = Duration.ofSeconds(15);

    /** A restart of an API server fits in; the delays grow slowly, so that its end is noticed soon. */
    static final RetryPolicy RETRY = new RetryPolicy(
            20, Duration.ofMillis(500), 1.3, 0.3, RetryPolicy.defaults().budget());

    private static final int FORBIDDEN = 403;
    private static final ApiRequest READYZ = ApiRequest.text("/readyz");

    private final HttpClient http;
    private final List<URI> endpoints;
    private final RetryPolicy retry;
    private final Duration deadline;
    private final Credentials credentials;
    private final ApiConnection connection;
    private final AtomicInteger current = new AtomicInteger();

    ApiTransport(HttpClient http, List<URI> endpoints, RetryPolicy retry, Duration deadline, Credentials credentials) {
        this.http = http;
        this.endpoints = List.copyOf(endpoints);
        this.retry = retry;
        this.deadline = deadline;
        this.credentials = credentials;
        this.connection = new ApiConnection(http, deadline);
    }

    ApiTransport with(List<URI> others) {
        return new ApiTransport(http, others, retry, deadline, credentials);
    }

    ApiTransport with(RetryPolicy other) {
        return new ApiTransport(http, endpoints, other, deadline, credentials);
    }

    ApiTransport with(Duration other) {
        return new ApiTransport(http, endpoints, retry, other, credentials);
    }

    Credentials credentials() {
        return credentials;
    }

    /** The reply, whatever its status, of a server that could say something about the request. */
    ApiReply exchange(ApiRequest request) {
        return exchange(request, reply -> !reply.mayPass());
    }

    /** The same where more replies than usual, or fewer, are an answer. */
    ApiReply exchange(ApiRequest request, Predicate<ApiReply> isAnswer) {
        return retry.call(request.toString(), () -> onEndpoints(request, isAnswer));
    }

    private ApiReply onEndpoints(ApiRequest request, Predicate<ApiReply> isAnswer) {
        List<Attempt.Failed> failures = new ArrayList<>();
        int first = current.get();
        for (int tries = 0; tries < endpoints.size(); tries++) {
            int index = (first + tries) % endpoints.size();
            Attempt attempt = judged(endpoints.get(index), request, isAnswer);
            if (attempt instanceof Attempt.Answered answered) {
                current.set(index);
                return answered.reply();
            }
            failures.add((Attempt.Failed) attempt);
        }
        throw unavailable(request, failures);
    }

    private Attempt judged(URI endpoint, ApiRequest request, Predicate<ApiReply> isAnswer) {
        Attempt attempt = connection.send(endpoint, request);
        if (attempt instanceof Attempt.Answered early && early.reply().status() == FORBIDDEN) {
            if (!isReady(endpoint)) {
                return failed(endpoint, EndpointTrouble.STARTING, early.reply());
            }
            attempt = connection.send(endpoint, request);
        }
        if (attempt instanceof Attempt.Answered answered && !isAnswer.test(answered.reply())) {
            ApiReply reply = answered.reply();
            return failed(endpoint, reply.status() == 429 ? EndpointTrouble.BUSY : EndpointTrouble.FAILING, reply);
        }
        return attempt;
    }

    /** An API server forbids everything until it has read its roles, some seconds after it began to listen. */
    private boolean isReady(URI endpoint) {
        return connection.send(endpoint, READYZ) instanceof Attempt.Answered answered
                && answered.reply().isSuccess();
    }

    private static Attempt.Failed failed(URI endpoint, EndpointTrouble trouble, ApiReply reply) {
        String evidence = "status " + reply.status() + " " + reply.json().text("message");
        return new Attempt.Failed(new EndpointFailure(endpoint, trouble, evidence.strip()), reply.retryAfter(), null);
    }

    private static RuntimeException unavailable(ApiRequest request, List<Attempt.Failed> failed) {
        List<EndpointFailure> failures =
                failed.stream().map(Attempt.Failed::failure).toList();
        @Nullable Throwable cause = failed.get(0).cause();
        if (failures.stream().allMatch(failure -> failure.trouble() == EndpointTrouble.DISTRUSTED)) {
            return new ApiDistrustedException(request.toString(), failures, cause);
        }
        Duration notBefore = failed.stream()
                .map(Attempt.Failed::retryAfter)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new ApiUnavailableException(request.toString(), failures, notBefore, cause);
    }

    /** Asks one server, once. */
    Attempt send(URI endpoint, ApiRequest request) {
        return connection.send(endpoint, request);
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

    ApiRefusedException refused(ApiRequest request, ApiReply reply) {
        Json status = reply.json();
        return new ApiRefusedException(
                request, reply.status(), status.text("reason"), status.text("message"), credentials);
    }
}
