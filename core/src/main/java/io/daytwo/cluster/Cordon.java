package io.daytwo.cluster;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

/**
 * Marks whose a cordon is in the annotation {@code daytwo.io/cordoned-by}. The patch carries the resource version that
 * was judged, so that a cordon set meanwhile by somebody else is a conflict, looked at anew, never taken over.
 */
final class Cordon {
    static final String MARK = "daytwo.io/cordoned-by";
    private static final int CONFLICT = 409;
    private static final int TRIES = 10;

    private final ApiTransport api;
    private final String path;
    private final String owner;

    Cordon(ApiTransport api, String node, String owner) {
        if (!owner.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException("owner: 1 to 63 letters, digits, '-', '.', '_'");
        }
        this.api = api;
        this.path = "/api/v1/nodes/" + Names.segment("node", node);
        this.owner = owner;
    }

    CordonState set(boolean cordoned) {
        for (int tries = 1; ; tries++) {
            Json node = api.ask(ApiRequest.get(path));
            CordonState now = state(node);
            boolean done = cordoned ? now != CordonState.SCHEDULABLE : now != CordonState.CORDONED_BY_OWNER;
            if (done) {
                return now;
            }
            ApiRequest patch = ApiRequest.mergePatch(path, change(node, cordoned));
            ApiReply reply = api.exchange(patch);
            if (reply.isSuccess()) {
                return state(reply.json());
            }
            if (reply.status() != CONFLICT || tries == TRIES) {
                throw api.refused(patch, reply);
            }
        }
    }

    private CordonState state(Json node) {
        if (!node.at("spec").flag("unschedulable")) {
            return CordonState.SCHEDULABLE;
        }
        String by = node.metadata().at("annotations").text(MARK);
        return by.equals(owner) ? CordonState.CORDONED_BY_OWNER : CordonState.CORDONED_BY_ANOTHER;
    }

    private String change(Json node, boolean cordoned) {
        JsonObject annotations = new JsonObject();
        JsonObject spec = new JsonObject();
        if (cordoned) {
            annotations.addProperty(MARK, owner);
            spec.addProperty("unschedulable", true);
        } else {
            annotations.add(MARK, JsonNull.INSTANCE);
            spec.add("unschedulable", JsonNull.INSTANCE);
        }
        JsonObject metadata = new JsonObject();
        metadata.addProperty("resourceVersion", node.metadata().text("resourceVersion"));
        metadata.add("annotations", annotations);
        JsonObject patch = new JsonObject();
        patch.add("metadata", metadata);
        patch.add("spec", spec);
        return patch.toString();
    }
}
