package io.daytwo.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.progress.ProgressEvent.Started;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class ProgressListenerTest {
    private final List<ProgressEvent> heard = new ArrayList<>();
    private final Started event = new Started("work", -1);

    @Test
    void aThrowingListenerGoesNoFurtherThanItsGuard() {
        ProgressListener guarded = ((ProgressListener) one -> {
                    heard.add(one);
                    throw new IllegalStateException("a listener's own mistake");
                })
                .guarded();
        guarded.on(event);
        guarded.on(event);
        assertThat(heard).containsExactly(event, event);
        assertThat(guarded.guarded()).isSameAs(guarded);
    }

    @Test
    void theSecondListenerHearsAfterTheFirst() {
        List<String> order = new ArrayList<>();
        ProgressListener first = one -> order.add("first");
        first.andThen(one -> order.add("second")).on(event);
        assertThat(order).containsExactly("first", "second");
        ProgressListener.none().andThen(heard::add).on(event);
        assertThat(heard).containsExactly(event);
    }

    @Test
    void theSecondListenerHearsAlthoughTheFirstThrows() {
        ProgressListener broken = one -> {
            throw new IllegalStateException("screen is gone");
        };
        broken.andThen(heard::add).on(event);
        assertThat(heard).containsExactly(event);
    }

    @Test
    void logsFailuresAsWarningsAndWhatMovesForDebugging() {
        List<String> logged = new ArrayList<>();
        Logger log = (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, words) -> logged.add(method.getName() + ": " + words[1]));
        ProgressListener listener = ProgressListener.slf4j(log);
        listener.on(event);
        listener.on(new ProgressEvent.Advanced("work", 1, 2));
        listener.on(new PlanEvent.StepNoted("a/step", "half-way"));
        listener.on(new ProgressEvent.Warned("work", "Slow."));
        listener.on(new PlanEvent.StepFailed("a/step", "The disk is full."));
        listener.on(new PlanEvent.PlanStopped("plan", "a/step failed."));
        assertThat(logged)
                .containsExactly(
                        "info: work",
                        "debug: work: 1 B of 2 B",
                        "debug: a/step: half-way",
                        "warn: WARNING: work: Slow.",
                        "warn: a/step: FAILED: The disk is full.",
                        "warn: plan: stopped: a/step failed.");
    }

    @Test
    void timesReadLikePeopleSayThem() {
        assertThat(Took.of(Duration.ZERO)).isEqualTo("0 ms");
        assertThat(Took.of(Duration.ofMillis(999))).isEqualTo("999 ms");
        assertThat(Took.of(Duration.ofMillis(1449))).isEqualTo("1.4 s");
        assertThat(Took.of(Duration.ofMillis(9950))).isEqualTo("10 s");
        assertThat(Took.of(Duration.ofMillis(59_400))).isEqualTo("59 s");
        assertThat(Took.of(Duration.ofMillis(59_500))).isEqualTo("1 min 0 s");
        assertThat(Took.of(Duration.ofSeconds(192))).isEqualTo("3 min 12 s");
        assertThat(Took.of(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    }

    @Test
    void sizesReadLikePeopleSayThem() {
        assertThat(ByteCount.of(0)).isEqualTo("0 B");
        assertThat(ByteCount.of(1023)).isEqualTo("1023 B");
        assertThat(ByteCount.of(1024)).isEqualTo("1.0 KiB");
        assertThat(ByteCount.of(1_600_000_000)).isEqualTo("1.5 GiB");
        assertThat(ByteCount.of(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
        assertThat(event.message()).isEqualTo("work");
    }
}
