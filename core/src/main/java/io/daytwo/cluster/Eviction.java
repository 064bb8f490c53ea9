package io.daytwo.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks for one eviction and reads the answer: 201, 404, 409 for another uid, 429 for a budget, 500 for two. What else
 * may pass is asked again.
 */
final class Eviction {
    private static final Pattern BUDGET =
            Pattern.compile("budget (\\S+) needs (\\d+) healthy pods and has (\\d+) currently");

    /** {@code registry/rest/delete.go} of apiserver says the one, {@code storage/interfaces.go} the other. */
    private static final Pattern OTHER_UID = Pattern.compile("UID in (the )?precondition");

    private final ApiTransport api;
    private final PodReference pod;

    Eviction(ApiTransport api, PodReference pod) {
        this.api = api;
        this.pod = pod;
    }

    EvictionOutcome ask(boolean dryRun) {
        return api.retry().call("evicting " + pod.namespace() + "/" + pod.name(), () -> once(dryRun));
    }

    private EvictionOutcome once(boolean dryRun) {
        String namespace = Names.segment("namespace", pod.namespace());
        String name = Names.segment("pod", pod.name());
        String path = "/api/v1/namespaces/" + namespace + "/pods/" + name + "/eviction";
        ApiRequest request = ApiRequest.post(path, body(dryRun), false);
        ApiReply reply = api.exchange(request);
        if (reply.isSuccess()) {
            return new EvictionOutcome.Evicted();
        }
        Json status = reply.json();
        String message = status.text("message");
        return switch (reply.status()) {
            case 404 -> new EvictionOutcome.Gone();
            case 409 -> {
                if (OTHER_UID.matcher(message).find()) {
                    yield new EvictionOutcome.Gone();
                }
                throw unavailable(request, reply);
            }
            case 429 -> blocked(status, message).orElseThrow(() -> unavailable(request, reply));
            case 500 -> {
                if (message.contains("more than one PodDisruptionBudget")) {
                    yield new EvictionOutcome.TwoBudgets(message);
                }
                throw unavailable(request, reply);
            }
            default -> {
                throw reply.mayPass() ? unavailable(request, reply) : ApiTransport.refused(request, reply);
            }
        };
    }

    private ApiUnavailableException unavailable(ApiRequest request, ApiReply reply) {
        return new ApiUnavailableException(
                request.toString(), api.endpoints().get(0), "status " + reply.status(), null);
    }

    /** Without a budget as its cause, the server itself has too much to do. */
    private static Optional<EvictionOutcome> blocked(Json status, String message) {
        for (Json cause : status.at("details").list("causes")) {
            if (cause.text("reason").equals("DisruptionBudget")) {
                Matcher words = BUDGET.matcher(cause.text("message"));
                return Optional.of(
                        words.find()
                                ? new EvictionOutcome.Blocked(
                                        words.group(1),
                                        Integer.parseInt(words.group(3)),
                                        Integer.parseInt(words.group(2)),
                                        cause.text("message"))
                                : new EvictionOutcome.Blocked("", 0, 0, message));
            }
        }
        return Optional.empty();
    }

    private String body(boolean dryRun) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("name", pod.name());
        metadata.addProperty("namespace", pod.namespace());
        JsonObject preconditions = new JsonObject();
        preconditions.addProperty("uid", pod.uid());
        JsonObject options = new JsonObject();
        options.add("preconditions", preconditions);
        if (dryRun) {
            JsonArray all = new JsonArray();
            all.add("All");
            options.add("dryRun", all);
        }
        JsonObject eviction = new JsonObject();
        eviction.addProperty("apiVersion", "policy/v1");
        eviction.addProperty("kind", "Eviction");
        eviction.add("metadata", metadata);
        eviction.add("deleteOptions", options);
        return eviction.toString();
    }
}
