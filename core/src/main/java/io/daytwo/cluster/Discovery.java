package io.daytwo.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an API server serves, and how much of it there is. */
final class Discovery {
    private final ApiTransport api;

    Discovery(ApiTransport api) {
        this.api = api;
    }

    /** All group versions, {@code v1} first. */
    List<String> versions() {
        List<String> versions = new ArrayList<>(api.ask(ApiRequest.get("/api")).words("versions"));
        for (Json group : groups()) {
            for (Json version : group.list("versions")) {
                versions.add(version.text("groupVersion"));
            }
        }
        return List.copyOf(versions);
    }

    private List<Json> groups() {
        return api.ask(ApiRequest.get("/apis")).list("groups");
    }

    /** One request per resource: a list of one object says how many more there are. */
    ObjectCounts counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, String> unread = new LinkedHashMap<>();
        count("/api/v1", "v1", "", counts, unread);
        for (Json group : groups()) {
            String preferred = group.at("preferredVersion").text("groupVersion");
            count("/apis/" + preferred, preferred, "." + group.text("name"), counts, unread);
        }
        return new ObjectCounts(counts, unread);
    }

    /** A group of an extension server that is away must not hide all others. */
    private void count(
            String path, String version, String group, Map<String, Long> counts, Map<String, String> unread) {
        ApiRequest request = ApiRequest.get(path);
        Optional<ApiReply> resources = tried(request, version, unread);
        if (resources.isEmpty()) {
            return;
        }
        for (Json resource : resources.get().json().list("resources")) {
            String name = resource.text("name");
            if (!name.contains("/") && resource.words("verbs").contains("list")) {
                tried(ApiRequest.get(path + "/" + name + "?limit=1"), name + group, unread)
                        .ifPresent(reply -> counts.put(name + group, count(reply.json())));
            }
        }
    }

    private Optional<ApiReply> tried(ApiRequest request, String name, Map<String, String> unread) {
        try {
            ApiReply reply = api.exchange(request, answer -> answer.status() != 429);
            if (reply.isSuccess()) {
                return Optional.of(reply);
            }
            unread.put(name, "status " + reply.status() + " " + reply.json().text("reason"));
        } catch (ApiUnavailableException e) {
            unread.put(name, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static long count(Json list) {
        return list.list("items").size() + list.metadata().count("remainingItemCount");
    }
}
