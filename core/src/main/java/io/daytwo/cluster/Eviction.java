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
        String namespace = Names.segment("namespace", pod.namespace());
        String name = Names.segment("pod", pod.name());
        String path = "/api/v1/namespaces/" + namespace + "/pods/" + name + "/eviction";
        ApiRequest request = ApiRequest.post(path, body(dryRun));
        ApiReply reply = api.exchange(request, answer -> outcome(answer).isPresent() || isRefusal(answer));
        return outcome(reply).orElseThrow(() -> api.refused(request, reply));
    }

    private static boolean isRefusal(ApiReply reply) {
        return !reply.mayPass() && reply.status() != 409;
    }

    private static Optional<EvictionOutcome> outcome(ApiReply reply) {
        String message = reply.json().text("message");
        if (reply.isSuccess()) {
            return Optional.of(new EvictionOutcome.Evicted());
        }
        return switch (reply.status()) {
            case 404 -> Optional.of(new EvictionOutcome.Gone());
            case 409 -> OTHER_UID.matcher(message).find() ? Optional.of(new EvictionOutcome.Gone()) : Optional.empty();
            case 429 -> blocked(reply.json(), message);
            case 500 ->
                message.contains("more than one PodDisruptionBudget")
                        ? Optional.of(new EvictionOutcome.TwoBudgets(message))
                        : Optional.empty();
            default -> Optional.empty();
        };
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
