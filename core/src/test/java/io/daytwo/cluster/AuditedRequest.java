package io.daytwo.cluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;

/** What an API server wrote into its audit log about one request. */
record AuditedRequest(String namespace, String verb, String group, String resource, String name) {
    static List<AuditedRequest> of(List<String> audit, String user) {
        return audit.stream()
                .map(line -> new Json(JsonParser.parseString(line).getAsJsonObject()))
                .filter(event -> event.at("user").text("username").equals(user))
                .map(AuditedRequest::of)
                .distinct()
                .toList();
    }

    private static AuditedRequest of(Json event) {
        if (!(event.object().get("objectRef") instanceof JsonObject)) {
            String path = event.text("requestURI").replaceFirst("\\?.*", "");
            return new AuditedRequest("", event.text("verb"), "", path, "");
        }
        Json object = event.at("objectRef");
        String sub = object.text("subresource");
        return new AuditedRequest(
                object.text("namespace"),
                event.text("verb"),
                object.text("apiGroup"),
                object.text("resource") + (sub.isEmpty() ? "" : "/" + sub),
                object.text("name"));
    }
}
