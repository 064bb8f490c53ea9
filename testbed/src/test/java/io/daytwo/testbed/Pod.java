package io.daytwo.testbed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A Pod as a story looks at it.
 *
 * @param name with its namespace before a slash
 * @param node where it runs; empty when nowhere
 * @param image of its first container
 * @param ready all its containers answer
 */
record Pod(String name, String node, String image, boolean ready) {
    static List<Pod> all(Api api) {
        return StreamSupport.stream(api.list("/api/v1/pods").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(Pod::parse)
                .toList();
    }

    private static Pod parse(JsonObject pod) {
        JsonObject metadata = pod.getAsJsonObject("metadata");
        JsonObject spec = pod.getAsJsonObject("spec");
        return new Pod(
                metadata.get("namespace").getAsString() + "/"
                        + metadata.get("name").getAsString(),
                spec.has("nodeName") ? spec.get("nodeName").getAsString() : "",
                spec.getAsJsonArray("containers")
                        .get(0)
                        .getAsJsonObject()
                        .get("image")
                        .getAsString(),
                Conditions.isTrue(pod, "Ready"));
    }
}
