package io.daytwo.plan;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/** A preview as JSON. */
final class PreviewJson {
    private static final int FORMAT = 1;

    private PreviewJson() {}

    static String of(PlanPreview preview) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("plan", preview.plan());
        json.addProperty("fingerprint", preview.fingerprint());
        json.addProperty("nothingToDo", preview.isNothingToDo());
        JsonArray steps = new JsonArray();
        preview.rows().forEach(row -> steps.add(step(row)));
        json.add("steps", steps);
        Gson pretty =
                new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        return pretty.toJson(json);
    }

    /** The fingerprint of a stored preview. */
    static String fingerprint(String json) {
        try {
            JsonObject preview = JsonParser.parseString(json).getAsJsonObject();
            JsonElement format = preview.get("format");
            JsonElement fingerprint = preview.get("fingerprint");
            if (format != null && format.getAsInt() == FORMAT && fingerprint != null) {
                String hex = fingerprint.getAsString();
                if (hex.matches("[0-9a-f]{64}")) {
                    return hex;
                }
            }
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            throw new IllegalArgumentException("previewJson: not the JSON of a preview", e);
        }
        throw new IllegalArgumentException("previewJson: not the JSON of a preview of this release");
    }

    private static JsonObject step(PlanPreview.Row row) {
        JsonObject json = new JsonObject();
        json.addProperty("id", row.id());
        json.addProperty("title", row.title());
        row.node().ifPresent(node -> json.addProperty("node", node));
        StepState state = row.state();
        if (state instanceof StepState.Done done) {
            json.addProperty("state", "done");
            json.addProperty("evidence", done.evidence());
        } else if (state instanceof StepState.Blocked blocked) {
            json.addProperty("state", "blocked");
            json.addProperty("why", blocked.why());
            json.addProperty("remedy", blocked.remedy());
        } else if (state instanceof StepState.Unknown unknown) {
            json.addProperty("state", "unknown");
            json.addProperty("waitsFor", unknown.waitsFor());
        } else if (state instanceof StepState.Needed needed) {
            json.addProperty("state", "needed");
            JsonArray changes = new JsonArray();
            needed.changes().forEach(change -> changes.add(change(change)));
            json.add("changes", changes);
        }
        return json;
    }

    private static JsonObject change(Change change) {
        JsonObject json = new JsonObject();
        if (change instanceof Change.FileDiff file) {
            json.addProperty("kind", "file");
            json.addProperty("node", file.node());
            json.addProperty("path", file.path());
            json.add("lines", strings(file.lines()));
        } else if (change instanceof Change.Run run) {
            json.addProperty("kind", "command");
            json.addProperty("node", run.node());
            json.add(
                    "argv",
                    strings(run.command().argv().stream()
                            .map(run.command()::redact)
                            .toList()));
        } else if (change instanceof Change.Action action) {
            json.addProperty("kind", "action");
            json.addProperty("node", action.node());
            json.addProperty("what", action.what());
        } else if (change instanceof Change.ApiCall call) {
            json.addProperty("kind", "api");
            json.addProperty("verb", call.verb());
            json.addProperty("object", call.object());
            json.addProperty("detail", call.detail());
        }
        return json;
    }

    private static JsonArray strings(Iterable<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
