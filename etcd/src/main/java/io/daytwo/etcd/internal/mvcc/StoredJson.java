package io.daytwo.etcd.internal.mvcc;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.daytwo.etcd.internal.proto.MalformedRecordException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** The JSON objects that etcd keeps in its small buckets, read field by field. As in Go, null is the same as absent. */
final class StoredJson {
    /** A member with a hundred URLs takes 10 KB; the limits are for files that were made to exhaust the heap. */
    private static final int LONGEST = 64 << 10;

    private static final int MOST_TEXTS = 256;

    private StoredJson() {}

    /** Takes the value of a field, all of it. */
    interface Field {
        void read(String name, JsonReader in) throws IOException;
    }

    static void read(byte[] value, Field field) {
        if (value.length > LONGEST) {
            throw new MalformedRecordException("A text of " + value.length + " bytes; etcd's own take hundreds.");
        }
        try (JsonReader in = new JsonReader(new StringReader(StoredText.text(value)))) {
            in.setStrictness(Strictness.STRICT);
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if (in.peek() == JsonToken.NULL) {
                    in.nextNull();
                } else {
                    field.read(name, in);
                }
            }
            in.endObject();
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedRecordException("A text that is more than a JSON object.");
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new MalformedRecordException(
                    "A text that is no JSON object, or one with a field of the wrong type.", e);
        }
    }

    /** An id: all 64 bits of it, as digits. */
    static long id(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.NUMBER) {
            throw new MalformedRecordException("An id that is no number.");
        }
        return Long.parseUnsignedLong(in.nextString());
    }

    static String text(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.STRING) {
            throw new MalformedRecordException("A field that should be a text.");
        }
        return in.nextString();
    }

    static List<String> texts(JsonReader in) throws IOException {
        List<String> texts = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            if (texts.size() == MOST_TEXTS) {
                throw new MalformedRecordException("A list of more than " + MOST_TEXTS + " texts.");
            }
            texts.add(text(in));
        }
        in.endArray();
        return texts;
    }
}
