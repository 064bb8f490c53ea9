package io.daytwo.cluster;

import org.jspecify.annotations.Nullable;

/** One request, free of whom it is sent to. Only what may be sent twice without harm is tried again. */
record ApiRequest(String method, String path, @Nullable String body, String type, boolean repeatable) {
    static ApiRequest get(String path) {
        return new ApiRequest("GET", path, null, "", true);
    }

    static ApiRequest mergePatch(String path, String body) {
        return new ApiRequest("PATCH", path, body, "application/merge-patch+json", true);
    }

    static ApiRequest post(String path, String body, boolean repeatable) {
        return new ApiRequest("POST", path, body, "application/json", repeatable);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
