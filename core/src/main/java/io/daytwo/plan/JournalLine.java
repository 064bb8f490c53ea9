package io.daytwo.plan;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** One line of a journal: a JSON object whose last member is the CRC-32C of what stands before it. */
final class JournalLine {
    private static final Pattern FORM = Pattern.compile("(\\{.+),\"crc\":\"([0-9a-f]{8})\"}");

    private JournalLine() {}

    static String of(JsonObject record) {
        String text = record.toString();
        String body = text.substring(0, text.length() - 1);
        return body + ",\"crc\":\"" + crc(body) + "\"}\n";
    }

    /** Empty for a line that is not as it was written. */
    static Optional<JsonObject> parse(String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches() || !crc(form.group(1)).equals(form.group(2))) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonParser.parseString(form.group(1) + "}").getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static String crc(String body) {
        CRC32C sum = new CRC32C();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", sum.getValue());
    }
}
