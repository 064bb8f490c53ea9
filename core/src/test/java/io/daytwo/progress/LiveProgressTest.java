package io.daytwo.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
    private final StringBuilder out = new StringBuilder();
    private final ProgressListener live = new LiveProgress(out);

    private String screen() {
        return Terminal.show(out.toString());
    }

    @Test
    void whatRunsHasOneLineEachAndWhatIsOverStaysAbove() {
        live.on(new PlanEvent.PlanStarted("plan", 3, ""));
        live.on(new PlanEvent.StepStarted("a", "first", 1, 3));
        live.on(new PlanEvent.StepStarted("b", "second", 2, 3));
        assertThat(screen()).isEqualTo("plan: 3 steps\n[1/3] a: first\n[2/3] b: second\n");
        live.on(new PlanEvent.StepFinished("a", "well", Duration.ofMillis(5)));
        assertThat(screen()).isEqualTo("plan: 3 steps\na: done in 5 ms: well\n[2/3] b: second\n");
        live.on(new PlanEvent.StepFailed("b", "no luck"));
        assertThat(screen()).isEqualTo("plan: 3 steps\na: done in 5 ms: well\nb: FAILED: no luck\n");
    }

    @Test
    void nothingRunsAfterAStop() {
        live.on(new PlanEvent.StepStarted("a", "first", 1, 2));
        live.on(new PlanEvent.PlanStopped("plan", "enough"));
        assertThat(screen()).isEqualTo("plan: stopped: enough\n");
    }

    @Test
    void doesNotFlickerForEveryByte() {
        live.on(new ProgressEvent.Started("file", 10_000));
        int before = out.length();
        for (int i = 0; i < 10_000; i++) {
            live.on(new ProgressEvent.Advanced("file", i, 10_000));
        }
        assertThat(out.length() - before).isLessThan(2000);
    }

    @Test
    void nothingFromANodeCommandsTheTerminal() {
        live.on(new PlanEvent.StepFailed("a", "x\u001b[2Jy\u202e"));
        assertThat(out.toString()).isEqualTo("a: FAILED: x\u00b7[2Jy\u00b7\n");
    }

    @Test
    void aLongLineStaysOneLine() {
        live.on(new PlanEvent.StepStarted("a", "x".repeat(500) + "\nmore", 1, 1));
        assertThat(screen().lines()).singleElement().asString().hasSize(79);
    }
}
