package io.daytwo.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.progress.ProgressEvent.Advanced;
import io.daytwo.progress.ProgressEvent.Finished;
import io.daytwo.progress.ProgressEvent.Started;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final StringBuilder out = new StringBuilder();
    private final ProgressListener console = ProgressListener.console(out);

    @Test
    void writesStartAndEndAndOneLineASecondBetween() {
        console.on(new Started("snapshot", 2048));
        for (int i = 0; i < 1000; i++) {
            console.on(new Advanced("snapshot", i, 2048));
        }
        console.on(new Finished("snapshot", 2048, Duration.ofMillis(7)));
        assertThat(out.toString().lines()).containsExactly("snapshot: 2.0 KiB", "snapshot: 2.0 KiB in 7 ms");
    }

    @Test
    void workThatWasNotAnnouncedIsShownAtOnceThenThrottled() {
        console.on(new Advanced("hash", 1, -1));
        console.on(new Advanced("hash", 2, -1));
        console.on(new Advanced("copy", 3, 4));
        assertThat(out.toString().lines()).containsExactly("hash: 1 B", "copy: 3 B of 4 B");
    }

    @Test
    void aSecondLaterTheNextLineIsShown() throws InterruptedException {
        console.on(new Advanced("hash", 1, -1));
        Thread.sleep(1050);
        console.on(new Advanced("hash", 2, -1));
        assertThat(out.toString().lines()).containsExactly("hash: 1 B", "hash: 2 B");
    }
}
