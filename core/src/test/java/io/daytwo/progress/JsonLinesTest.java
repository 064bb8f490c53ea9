package io.daytwo.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final StringBuilder out = new StringBuilder();
    private final ProgressListener json = ProgressListener.jsonLines(out);

    private JsonObject only() {
        assertThat(out.toString()).endsWith("}\n");
        assertThat(out.toString().lines()).hasSize(1);
        return JsonParser.parseString(out.toString()).getAsJsonObject();
    }

    @Test
    void namesTheEventAndItsParts() {
        json.on(new ProgressEvent.Finished("snapshot", Long.MAX_VALUE, Duration.ofSeconds(3)));
        JsonObject line = only();
        assertThat(line.keySet()).containsExactly("at", "event", "what", "bytes", "tookMillis", "message");
        assertThat(Instant.parse(line.get("at").getAsString())).isBeforeOrEqualTo(Instant.now());
        assertThat(line.get("event").getAsString()).isEqualTo("Finished");
        assertThat(line.get("bytes").getAsLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(line.get("tookMillis").getAsLong()).isEqualTo(3000);
    }

    @Test
    void hostileTextIsQuoted() {
        String text = "a\"b\\c\nd\u0000e\u2028f\ud83d\ude00g\u009b";
        json.on(new PlanEvent.StepNoted("s", text));
        assertThat(only().get("text").getAsString()).isEqualTo(text);
    }
}
