package io.daytwo.plan;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.daytwo.plan.JournalException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a journal says about its last run. Bytes behind the last line feed were never completely written, so nothing
 * that should follow them has happened: they are left out. Any other line that is not as it was written is an error.
 */
final class JournalContent {
    private final String file;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private Optional<JsonObject> plan = Optional.empty();
    private boolean begun;
    private boolean finished;
    private long wholeBytes;

    private JournalContent(String file) {
        this.file = file;
    }

    static JournalContent parse(String file, byte[] bytes) {
        JournalContent content = new JournalContent(file);
        int from = 0;
        int number = 1;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                content.add(number++, new String(bytes, from, at - from, StandardCharsets.UTF_8));
                from = at + 1;
            }
        }
        if (from == 0 && bytes.length > 0 && bytes[0] != '{') {
            throw content.notOurs();
        }
        content.wholeBytes = from;
        return content;
    }

    private void add(int number, String line) {
        Optional<JsonObject> parsed = JournalLine.parse(line);
        if (parsed.isEmpty() && number == 1 && !line.startsWith("{\"record\":\"plan\"")) {
            throw notOurs();
        }
        JsonObject record = parsed.orElseThrow(() -> damaged(number));
        String kind = text(record, "record", number);
        if (plan.isEmpty() && !kind.equals(JournalRecord.PLAN)) {
            throw notOurs();
        }
        switch (kind) {
            case JournalRecord.PLAN -> begin(record, number);
            case JournalRecord.FACT -> {
                facts.put(text(record, "name", number), text(record, "value", number));
                begun = true;
            }
            case JournalRecord.ADOPTED -> adopt(record, number);
            case JournalRecord.STARTED -> begun = true;
            case JournalRecord.FINISHED -> finished = true;
            case JournalRecord.ATTEMPT,
                    JournalRecord.APPROVED,
                    JournalRecord.DONE,
                    JournalRecord.FAILED,
                    JournalRecord.STOPPED -> {}
            default -> throw damaged(number);
        }
    }

    private void adopt(JsonObject record, int number) {
        if (!(record.get("facts") instanceof JsonObject adopted)) {
            throw damaged(number);
        }
        adopted.keySet().forEach(name -> facts.put(name, text(adopted, name, number)));
        begun = true;
    }

    private void begin(JsonObject record, int number) {
        if (!text(record, "format", number).equals(Integer.toString(JournalRecord.FORMAT))) {
            throw new JournalException(
                    Kind.NEWER,
                    file,
                    "has format " + text(record, "format", number) + "; this release knows " + JournalRecord.FORMAT
                            + ". Nothing was changed.",
                    "Continue with the release that began it, or a newer one.");
        }
        plan = Optional.of(record);
        facts.clear();
        begun = false;
        finished = false;
    }

    private String text(JsonObject record, String name, int number) {
        JsonElement value = record.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw damaged(number);
        }
        return value.getAsString();
    }

    private JournalException damaged(int number) {
        return new JournalException(
                Kind.CORRUPT,
                file,
                "is damaged in line " + number + ". Nothing was changed.",
                "Do not repair it by hand: preview the plan to see the real state, then move the file aside;"
                        + " the nodes keep the facts of an unfinished run.");
    }

    private JournalException notOurs() {
        return new JournalException(
                Kind.FOREIGN,
                file,
                "is another kind of file, not a journal. Nothing was changed.",
                "Give another path.");
    }

    /** The line that began a run of this plan which has not reached its end: to be continued. */
    Optional<JsonObject> toContinue(Plan mine) {
        return finished || !fingerprint().equals(mine.fingerprint()) ? Optional.empty() : plan;
    }

    String fingerprint() {
        return plan.map(record -> text(record, "plan", 1)).orElse("");
    }

    String title() {
        return plan.map(record -> text(record, "title", 1)).orElse("");
    }

    /** Whether the last run did something and did not reach its end. */
    boolean isUnfinished() {
        return begun && !finished;
    }

    /** Of a run that is unfinished; those of a finished one are history. */
    Map<String, String> facts() {
        return isUnfinished() ? Map.copyOf(facts) : Map.of();
    }

    /** Of the finished last run, if that was this plan: by them its checks recognize what it made. */
    Map<String, String> pastFacts(Plan mine) {
        return finished && fingerprint().equals(mine.fingerprint()) ? Map.copyOf(facts) : Map.of();
    }

    /** Up to where the file is as it was written. */
    long wholeBytes() {
        return wholeBytes;
    }

    /** Refuses to go on with another plan. */
    void requireSame(Plan mine) {
        if (isUnfinished() && !fingerprint().equals(mine.fingerprint())) {
            throw new JournalException(
                    Kind.FOREIGN,
                    file,
                    "belongs to another plan, which is unfinished: " + title() + " (plan "
                            + fingerprint()
                                    .substring(0, Math.min(12, fingerprint().length()))
                            + "). This is " + mine.title() + " (plan "
                            + mine.print().brief() + "). Nothing was changed.",
                    "Finish that plan first, or give this one a journal of its own.");
        }
    }
}
