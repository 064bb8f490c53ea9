package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link CrashTest}, for a plan that touches no machine: its journal is all that is left of a killed run. */
class FakesCrashTest {
    private static final int SAMPLE = 10;

    @TempDir
    Path folder;

    /** Not idempotent: every execution adds a line, with the token of the whole run. */
    private record Line(Path file, String id, Probe probe) implements Step {
        @Override
        public String title() {
            return "a line";
        }

        @Override
        public StepState check(StepContext context) {
            long executions = lines(file).stream()
                    .filter(line -> line.startsWith(id + " "))
                    .count();
            return executions > 0
                    ? new StepState.Done(executions + " times")
                    : StepState.Needed.of(new Change.ApiCall("create", id, ""));
        }

        @Override
        public void apply(StepContext context) {
            String token = context.keep("token", () -> UUID.randomUUID().toString());
            probe.at("inside " + id);
            try {
                Files.writeString(file, id + " " + token + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            probe.at("inside, after " + id);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Plan plan(Path root, Probe probe) {
        List<Line> steps = Stream.of("one", "two", "three", "four")
                .map(id -> new Line(root.resolve("lines"), id, probe))
                .toList();
        return Plan.of("fakes", Nodes.of(), steps);
    }

    private static void requireEnd(Path root, String point) {
        List<String> lines = lines(root.resolve("lines"));
        assertThat(lines.stream().map(line -> line.split(" ", -1)[0]))
                .as(point)
                .containsExactly("one", "two", "three", "four");
        assertThat(lines.stream().map(line -> line.split(" ", -1)[1]).distinct())
                .as(point)
                .hasSize(1);
    }

    @Test
    void reachesTheSameEndWhereverItIsKilled() throws Exception {
        List<String> points = new ArrayList<>();
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Journal own = Journal.at(whole.resolve("journal"));
        PlanResult result =
                new PlanRunner(plan(whole, points::add), RunOptions.defaults().journal(own), points::add).run();
        assertThat(result.applied()).hasSize(4);
        requireEnd(whole, "never");
        int stride = Boolean.getBoolean("test.full") ? 1 : points.size() / SAMPLE;
        for (int at = stride; at <= points.size(); at += stride) {
            Path root = Files.createDirectory(folder.resolve("k" + at));
            Path journal = root.resolve("journal");
            Process child = Child.start(root, journal, at, Child.FAKES);
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isEqualTo(137);
            PlanResult resumed =
                    plan(root, Probe.NONE).run(RunOptions.defaults().journal(Journal.at(journal)));
            assertThat(resumed.steps()).hasSize(4);
            requireEnd(root, points.get(at - 1));
        }
    }
}
