package io.daytwo.testbed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The conditions in an object's status. */
final class Conditions {
    private Conditions() {}

    static boolean isTrue(JsonObject object, String type) {
        JsonElement conditions = object.getAsJsonObject("status").get("conditions");
        if (conditions == null) {
            return false;
        }
        for (JsonElement one : conditions.getAsJsonArray()) {
            JsonObject condition = one.getAsJsonObject();
            if (condition.get("type").getAsString().equals(type)) {
                return condition.get("status").getAsString().equals("True");
            }
        }
        return false;
    }
}
