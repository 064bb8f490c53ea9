package io.daytwo.cluster;

import org.jspecify.annotations.Nullable;

/**
 * One request, free of whom it is sent to. Each can be sent twice without harm: reads, patches that carry the resource
 * version they were made from, creations that a second of the same name fails, evictions of one uid.
 *
 * @param method of HTTP
 * @param path with query
 * @param body JSON
 * @param type of the body
 * @param isText whether the reply is no JSON
 */
record ApiRequest(String method, String path, @Nullable String body, String type, boolean isText) {
    static ApiRequest get(String path) {
        return new ApiRequest("GET", path, null, "", false);
    }

    static ApiRequest text(String path) {
        return new ApiRequest("GET", path, null, "", true);
    }

    static ApiRequest mergePatch(String path, String body) {
        return new ApiRequest("PATCH", path, body, "application/merge-patch+json", false);
    }

    static ApiRequest post(String path, String body) {
        return new ApiRequest("POST", path, body, "application/json", false);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
