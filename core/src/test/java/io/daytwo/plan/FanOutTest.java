package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.plan.FanOut.AfterFailure;
import io.daytwo.progress.PlanEvent;
import io.daytwo.progress.ProgressEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanOutTest {
    @TempDir
    Path root;

    private Nodes nodes(int count) {
        List<String> names = IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
        return Nodes.of(names, name -> new FolderNode(name, root.resolve(name)));
    }

    @Test
    void returnsWhatEveryNodeSaysInTheirOrder() {
        Map<String, String> values = FanOut.over(nodes(8))
                .run("name", node -> node.name() + "!")
                .orThrow()
                .values();
        assertThat(values.keySet()).containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7");
        assertThat(values).containsEntry("n3", "n3!");
    }

    @Test
    void neverHasMoreAtWorkThanAllowed() {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FanOutResult<Integer> result = FanOut.over(nodes(12)).atOnce(3).run("count", node -> {
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            sleep(10);
            return atWork.decrementAndGet();
        });
        assertThat(result.failed()).isEmpty();
        assertThat(most.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void connectsToManyAtOnce() {
        CountDownLatch together = new CountDownLatch(3);
        Nodes slow = Nodes.of(List.of("a", "b", "c"), name -> {
            together.countDown();
            try {
                assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new FolderNode(name, root.resolve(name));
        });
        assertThat(FanOut.over(slow).run("name", node -> node.name()).failed()).isEmpty();
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private FanOutResult<String> failing(AfterFailure policy) {
        return FanOut.over(nodes(4)).atOnce(1).afterFailure(policy).run("job", node -> {
            if (node.name().equals("n1")) {
                throw new IllegalStateException("broken");
            }
            return "ok";
        });
    }

    @Test
    void beginsNoMoreAfterAFailure() {
        FanOutResult<String> result = failing(AfterFailure.BEGIN_NO_MORE);
        assertThat(result.failed()).containsExactly("n1", "n2", "n3");
        assertThat(result.outcomes().get("n2")).isEqualTo(new NodeOutcome.NotRun<>("n1 failed"));
        FanOutFailedException error = catchThrowableOfType(FanOutFailedException.class, result::orThrow);
        assertThat(error.nodes()).containsExactly("n1", "n2", "n3");
        assertThat(error).hasRootCauseMessage("broken");
    }

    @Test
    void carriesOnWhenToldTo() {
        assertThat(failing(AfterFailure.CARRY_ON).failed()).containsExactly("n1");
    }

    @Test
    void endsInTimeAndLeavesNoThread() {
        FanOutResult<String> result = FanOut.over(nodes(3))
                .atOnce(2)
                .within(Duration.ofSeconds(1))
                .run("wait", node -> {
                    sleep(60_000);
                    return "never";
                });
        assertThat(result.outcomes().get("n0")).isInstanceOf(NodeOutcome.Failed.class);
        assertThat(result.outcomes().get("n2")).isInstanceOf(NodeOutcome.NotRun.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("daytwo-fan-out") && thread.isAlive());
    }

    @Test
    void anInterruptEndsItAndStaysSet() {
        Thread.currentThread().interrupt();
        FanOutResult<String> result = FanOut.over(nodes(2)).run("wait", node -> {
            sleep(60_000);
            return "never";
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.failed()).hasSize(2);
    }

    @Test
    void tellsOneStoryOfAllNodes() {
        List<ProgressEvent> heard = new CopyOnWriteArrayList<>();
        FanOut.over(nodes(3)).onProgress(heard::add).run("job", node -> "ok").orThrow();
        assertThat(heard.get(0)).isEqualTo(new PlanEvent.PlanStarted("job", 3, ""));
        assertThat(heard).filteredOn(PlanEvent.StepFinished.class::isInstance).hasSize(3);
        assertThat(heard.get(heard.size() - 1)).isInstanceOf(PlanEvent.PlanFinished.class);
    }
}
