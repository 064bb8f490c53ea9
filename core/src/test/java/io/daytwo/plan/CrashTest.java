package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a run at its boundaries, in a JVM of its own, and runs it again. {@code -Dtest.full=true} takes all of them.
 */
class CrashTest {
    private static final int SAMPLE = 12;

    @TempDir
    Path folder;

    private List<String> boundaries(boolean lanes) {
        List<String> points = Collections.synchronizedList(new ArrayList<>());
        TwoNodes two = new TwoNodes(folder.resolve("whole"));
        Plan plan = lanes ? two.lanes(points::add) : two.plan(points::add);
        PlanResult whole = new PlanRunner(plan, two.options(), points::add).run();
        assertThat(whole.applied()).hasSize(4);
        return points;
    }

    private static Map<String, String> end(TwoNodes two) {
        Map<String, String> tree = two.tree(false);
        assertThat(tree.remove("a/srv/token")).isNotEmpty().isEqualTo(tree.remove("b/srv/token"));
        return tree;
    }

    @Test
    void reachesTheSameEndWhereverItIsKilled() throws Exception {
        killEverywhere(false);
    }

    @Test
    void soDoLanes() throws Exception {
        killEverywhere(true);
    }

    private void killEverywhere(boolean lanes) throws Exception {
        List<String> points = boundaries(lanes);
        Map<String, String> whole = end(new TwoNodes(folder.resolve("whole")));
        boolean full = Boolean.getBoolean("test.full");
        int stride = full ? 1 : Math.max(1, points.size() / SAMPLE);
        List<Integer> kills = IntStream.rangeClosed(1, points.size())
                .filter(at -> at % stride == 0)
                .boxed()
                .toList();
        assertThat(kills).hasSizeGreaterThanOrEqualTo(SAMPLE);
        for (int i = 0; i < kills.size(); i += 2) {
            List<Integer> pair = kills.subList(i, Math.min(i + 2, kills.size()));
            List<Process> children = pair.stream()
                    .map(at -> {
                        Path journal = folder.resolve("k" + at + ".journal");
                        return lanes
                                ? Child.start(folder.resolve("k" + at), journal, at, Child.LANES)
                                : Child.start(folder.resolve("k" + at), journal, at);
                    })
                    .toList();
            for (int j = 0; j < pair.size(); j++) {
                assertThat(children.get(j).waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(children.get(j).exitValue()).isEqualTo(137);
                resume(pair.get(j), lanes ? "a boundary of lanes" : points.get(pair.get(j) - 1), whole, lanes);
            }
        }
    }

    private void resume(int at, String point, Map<String, String> whole, boolean lanes) throws IOException {
        TwoNodes two = new TwoNodes(folder.resolve("k" + at));
        RunOptions options = RunOptions.defaults().journal(Journal.at(folder.resolve("k" + at + ".journal")));
        Plan plan = lanes ? two.lanes(Probe.NONE) : two.plan();
        PlanResult result = plan.run(options);
        assertThat(result.steps()).hasSize(4);
        assertThat(end(two)).as("killed at %s", point).isEqualTo(whole);
        assertThat(two.lockOf("a")).as(point).endsWith(" free\n");
        assertThat(two.lockOf("b")).as(point).endsWith(" free\n");
        assertThat(two.tree(true).keySet()).as(point).noneMatch(path -> path.contains("journal"));
        assertThat(Files.readString(result.journal())).contains("\"record\":\"finished\"");
        assertThat(plan.run(options).applied()).as(point).isEmpty();
    }

    @Test
    void theNodesAreEnoughWhenTheJournalIsGone() throws Exception {
        int at = boundaries(false).indexOf("before check b/token") + 1;
        Path journal = folder.resolve("lost.journal");
        Process child = Child.start(folder.resolve("lost"), journal, at);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        TwoNodes two = new TwoNodes(folder.resolve("lost"));
        String token = two.tree(false).get("a/srv/token");
        assertThat(token).isNotEmpty();
        Files.delete(journal);

        List<String> dead = new ArrayList<>();
        assertThatThrownBy(() -> two.plan().run(two.options()))
                .isInstanceOfSatisfying(
                        PlanLockedException.class,
                        locked -> dead.add(locked.holder().id()));
        two.plan().run(two.options().breakingLock(dead.get(0)));

        assertThat(two.tree(false)).containsEntry("a/srv/token", token).containsEntry("b/srv/token", token);
        assertThat(two.tree(false)).containsEntry("a/srv/count", "ran\n");
    }
}
