package io.daytwo.cluster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole list in pages, each of which any API server can give. */
final class Pages {
    static final int LIMIT = 250;

    private static final int EXPIRED = 410;
    private static final int RESTARTS = 3;

    private final ApiTransport api;

    Pages(ApiTransport api) {
        this.api = api;
    }

    /** All items; a list whose place was lost on the way, because etcd has compacted it, is begun again. */
    List<Json> all(String path) {
        for (int restarts = 0; ; restarts++) {
            List<Json> items = new ArrayList<>();
            ApiRequest request = page(path, "");
            ApiReply reply = api.exchange(request);
            while (reply.isSuccess()) {
                items.addAll(reply.json().list("items"));
                String next = reply.json().metadata().text("continue");
                if (next.isEmpty()) {
                    return items;
                }
                request = page(path, "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
                reply = api.exchange(request);
            }
            if (reply.status() != EXPIRED || restarts == RESTARTS) {
                throw api.refused(request, reply);
            }
        }
    }

    private static ApiRequest page(String path, String more) {
        return ApiRequest.get(path + (path.contains("?") ? "&" : "?") + "limit=" + LIMIT + more);
    }
}
