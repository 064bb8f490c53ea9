package io.daytwo.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
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

    boolean has(String key) {
        return object.has(key) && !object.get(key).isJsonNull();
    }

    int number(String key) {
        return number(key, 0);
    }

    int number(String key, int otherwise) {
        return has(key) ? (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, count(key))) : otherwise;
    }

    long count(String key) {
        return object.get(key) instanceof JsonPrimitive primitive && primitive.isNumber() ? primitive.getAsLong() : 0;
    }

    List<String> words(String key) {
        List<String> words = new ArrayList<>();
        if (object.get(key) instanceof JsonArray array) {
            array.forEach(word -> words.add(word.isJsonPrimitive() ? word.getAsString() : ""));
        }
        return words;
    }

    boolean flag(String key) {
        return text(key).equals("true");
    }

    List<Json> list(String key) {
        List<Json> items = new ArrayList<>();
        if (object.get(key) instanceof JsonArray array) {
            array.forEach(item -> items.add(new Json(item instanceof JsonObject inner ? inner : new JsonObject())));
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
        Json inner = at(key);
        inner.object.keySet().forEach(name -> texts.put(name, inner.text(name)));
        return texts;
    }

    Json metadata() {
        return at("metadata");
    }
}
