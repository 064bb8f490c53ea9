package io.daytwo.cluster;

import com.google.gson.JsonObject;
import java.util.Optional;

/** Reads ConfigMaps and changes them by compare and swap, as {@link Leases} does. */
final class ConfigMaps {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final ApiTransport api;

    ConfigMaps(ApiTransport api) {
        this.api = api;
    }

    Optional<ConfigMap> find(String namespace, String name) {
        return api.find(ApiRequest.get(path(namespace, name))).map(ConfigMaps::configMap);
    }

    Optional<ConfigMap> update(ConfigMap wanted) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("resourceVersion", wanted.resourceVersion());
        JsonObject data = new JsonObject();
        wanted.data().forEach(data::addProperty);
        JsonObject patch = new JsonObject();
        patch.add("metadata", metadata);
        patch.add("data", data);
        ApiRequest request = ApiRequest.mergePatch(path(wanted.namespace(), wanted.name()), patch.toString());
        ApiReply reply = api.exchange(request);
        if (reply.isSuccess()) {
            return Optional.of(configMap(reply.json()));
        }
        return switch (reply.status()) {
            case CONFLICT ->
                find(wanted.namespace(), wanted.name()).filter(now -> now.data().equals(wanted.data()));
            case NOT_FOUND -> Optional.empty();
            default -> throw api.refused(request, reply);
        };
    }

    private static String path(String namespace, String name) {
        return "/api/v1/namespaces/" + Names.segment("namespace", namespace) + "/configmaps/"
                + Names.segment("name", name);
    }

    private static ConfigMap configMap(Json object) {
        return new ConfigMap(
                object.metadata().text("namespace"),
                object.metadata().text("name"),
                object.texts("data"),
                object.metadata().text("resourceVersion"));
    }
}
