package io.daytwo.cluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/** What an API server answered. */
record ApiReply(int status, String body) {
    boolean isSuccess() {
        return status / 100 == 2;
    }

    Json json() {
        try {
            return JsonParser.parseString(body) instanceof JsonObject object
                    ? new Json(object)
                    : new Json(new JsonObject());
        } catch (JsonParseException e) {
            return new Json(new JsonObject());
        }
    }

    /** Overload, a dying server, one without etcd: another try or another server may succeed. */
    boolean mayPass() {
        return status == 429 || status >= 500;
    }
}
