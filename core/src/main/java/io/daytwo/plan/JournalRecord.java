package io.daytwo.plan;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The kinds of lines that a journal has. */
final class JournalRecord {
    static final int FORMAT = 1;
    static final String PLAN = "plan";
    static final String ATTEMPT = "attempt";
    static final String FACT = "fact";
    static final String ADOPTED = "adopted";
    static final String STARTED = "started";
    static final String DONE = "done";
    static final String FAILED = "failed";
    static final String STOPPED = "stopped";
    static final String FINISHED = "finished";

    static final String APPROVED = "approved";

    private JournalRecord() {}

    static JsonObject plan(Plan plan, String lock) {
        JsonObject record = new JsonObject();
        record.addProperty("record", PLAN);
        record.addProperty("format", FORMAT);
        record.addProperty("plan", plan.fingerprint());
        record.addProperty("title", plan.title());
        record.addProperty("lock", lock);
        record.addProperty("at", Instant.now().toString());
        return record;
    }

    static JsonObject attempt(String holder, Set<String> accepted, boolean downtime) {
        JsonArray findings = new JsonArray();
        accepted.stream().sorted().forEach(findings::add);
        JsonObject record = of(ATTEMPT, "holder", holder);
        record.add("accepted", findings);
        record.addProperty("downtime", downtime);
        return record;
    }

    static JsonObject fact(String name, String value) {
        JsonObject record = of(FACT, "name", name);
        record.addProperty("value", value);
        return record;
    }

    static JsonObject adopted(Map<String, String> facts) {
        JsonObject all = new JsonObject();
        facts.forEach(all::addProperty);
        JsonObject record = of(ADOPTED, "from", "nodes");
        record.add("facts", all);
        return record;
    }

    static JsonObject step(String kind, String step, String text) {
        JsonObject record = of(kind, "step", step);
        record.addProperty("text", text);
        return record;
    }

    static JsonObject approved(String node) {
        return of(APPROVED, "node", node);
    }

    static JsonObject finished() {
        return of(FINISHED, "result", "done");
    }

    private static JsonObject of(String kind, String name, String value) {
        JsonObject record = new JsonObject();
        record.addProperty("record", kind);
        record.addProperty(name, value);
        record.addProperty("at", Instant.now().toString());
        return record;
    }
}
