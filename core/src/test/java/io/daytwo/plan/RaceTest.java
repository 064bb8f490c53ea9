package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
    private static final String SLOW = "sleep 5; echo ran >> \"$1\"";

    @TempDir
    Path root;

    private List<String> race(boolean oneJournal) throws IOException {
        List<BufferedReader> runners = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Path journal = root.resolve((oneJournal ? "one" : "own" + i) + ".journal");
            Process child = Child.start(root, journal, -1, SLOW);
            runners.add(child.inputReader());
        }
        for (BufferedReader runner : runners) {
            assertThat(runner.readLine()).isEqualTo("ready");
        }
        Files.createFile(root.resolve("go"));
        List<String> ends = new ArrayList<>();
        for (BufferedReader runner : runners) {
            ends.add(runner.readLine());
        }
        return ends;
    }

    @Test
    void ofFiveRunsOfOnePlanExactlyOneProceeds() throws IOException {
        List<String> ends = race(false);
        assertThat(ends).containsOnlyOnce("applied 1");
        assertThat(ends).containsOnly("applied 1", "refused PlanLockedException");
        assertThat(root.resolve("a/srv/count")).hasContent("ran");
    }

    @Test
    void ofFiveRunsWithOneJournalExactlyOneProceeds() throws IOException {
        List<String> ends = race(true);
        assertThat(ends).containsOnlyOnce("applied 1");
        assertThat(ends).containsOnly("applied 1", "refused JournalException");
        assertThat(root.resolve("a/srv/count")).hasContent("ran");
    }
}
