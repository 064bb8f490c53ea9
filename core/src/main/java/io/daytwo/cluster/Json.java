package io.daytwo.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object of the API; what it does not hold is empty. */
record Json(JsonObject object) {
    Json at(String key) {
        return object.get(key) instanceof JsonObject inner ? new Json(inner) : new Json(new JsonObject());
    }

    String text(String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    int number(String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsInt() : 0;
    }

    boolean flag(String key) {
        return text(key).equals("true");
    }

    List<Json> list(String key) {
        List<Json> items = new ArrayList<>();
        if (object.get(key) instanceof JsonArray array) {
            array.forEach(item -> items.add(new Json(item.getAsJsonObject())));
        }
        return items;
    }

    /** Empty also when it is no time. */
    Optional<Instant> time(String key) {
        try {
            return Optional.of(Instant.parse(text(key)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        at(key).object
                .entrySet()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().getAsString()));
        return texts;
    }

    Json metadata() {
        return at("metadata");
    }
}
