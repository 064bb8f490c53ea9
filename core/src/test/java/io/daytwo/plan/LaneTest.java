package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneTest {
    @TempDir
    Path root;

    private final List<Fake> steps = new ArrayList<>();
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger mostAtWork = new AtomicInteger();

    @CanIgnoreReturnValue
    private Fake step(String node, String id) {
        Fake step = new Fake(node + "/" + id);
        step.node = Optional.of(node);
        steps.add(step);
        return step;
    }

    private Plan plan(int most, String... workers) {
        FolderNode[] machines = Stream.of("cp1", "w1", "w2", "w3")
                .map(name -> FolderNode.machine(name, root))
                .toArray(FolderNode[]::new);
        return Plan.of("lanes", Nodes.of(machines), steps).workersAtOnce(List.of(workers), most);
    }

    private RunOptions options() {
        return RunOptions.defaults().journal(Journal.at(root.resolve("run.journal")));
    }

    private void busily(Fake step, Runnable work) {
        step.apply = context -> {
            mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            try {
                work.run();
            } finally {
                atWork.decrementAndGet();
            }
            step.state = new StepState.Done("applied");
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void worksOnAsManyNodesAsAllowedBetweenWhatComesBeforeAndAfter() {
        CountDownLatch two = new CountDownLatch(2);
        List<Integer> seen = new ArrayList<>();
        busily(step("cp1", "first"), () -> seen.add(atWork.get()));
        for (String worker : List.of("w1", "w2", "w3")) {
            busily(step(worker, "drain"), () -> {
                two.countDown();
                await(two);
            });
            busily(step(worker, "upgrade"), () -> {});
        }
        busily(step("cp1", "last"), () -> seen.add(atWork.get()));
        PlanResult result = plan(2, "w1", "w2", "w3").run(options());
        assertThat(mostAtWork).hasValue(2);
        assertThat(seen).containsExactly(1, 1);
        assertThat(result.applied())
                .containsExactlyElementsOf(steps.stream().map(Fake::id).toList());
    }

    @Test
    void oneAtATimeEndsOneWorkerBeforeTheNext() {
        List<String> order = new ArrayList<>();
        for (String id : List.of("drain", "upgrade")) {
            for (String worker : List.of("w1", "w2")) {
                Fake step = step(worker, id);
                busily(step, () -> order.add(step.id()));
            }
        }
        assertThat(plan(1, "w1", "w2").run(options()).applied())
                .containsExactly("w1/drain", "w2/drain", "w1/upgrade", "w2/upgrade");
        assertThat(order).containsExactly("w1/drain", "w1/upgrade", "w2/drain", "w2/upgrade");
    }

    @Test
    void theFirstFailureKeepsOthersFromBeginningAndStopsThoseAtWorkAtTheirBoundary() throws IOException {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        busily(step("w1", "drain"), () -> {
            await(began);
            throw new IllegalStateException("no such package");
        });
        busily(step("w2", "drain"), () -> {
            began.countDown();
            await(failed);
        });
        Fake never = step("w2", "upgrade");
        Fake alsoNever = step("w3", "drain");
        RunOptions options = options().onProgress(event -> {
            if (event.message().contains("FAILED")) {
                failed.countDown();
                pause(); // the other lane must have been stopped before anybody hears of the failure
            }
        });
        Plan plan = plan(2, "w1", "w2", "w3");
        StepFailedException failure = catchThrowableOfType(StepFailedException.class, () -> plan.run(options));
        assertThat(failure.step()).isEqualTo("w1/drain");
        assertThat(failure.getSuppressed())
                .anySatisfy(other -> assertThat(other).isInstanceOfSatisfying(PlanCancelledException.class, stop -> {
                    assertThat(stop.step()).isEqualTo("w2/upgrade");
                    assertThat(stop.reason()).isEqualTo("w1/drain failed");
                }));
        assertThat(never.applied + alsoNever.applied).isZero();
        JournalContent journal = JournalFile.peek(Journal.at(failure.journal()));
        assertThat(journal.isUnfinished()).isTrue();
        assertThat(Files.readString(failure.journal())).contains("\"stopped\",\"step\":\"w2/upgrade\"");
        steps.get(0).apply = context -> steps.get(0).state = new StepState.Done("now");
        assertThat(plan.run(options()).applied()).containsExactly("w1/drain", "w2/upgrade", "w3/drain");
    }

    @Test
    void aCancelledRunSaysWhereEveryLaneStopped() {
        Cancellation token = Cancellation.token();
        CountDownLatch both = new CountDownLatch(2);
        for (String worker : List.of("w1", "w2")) {
            busily(step(worker, "drain"), () -> {
                both.countDown();
                await(both);
                token.cancel("shift is over");
            });
            step(worker, "upgrade");
        }
        step("w3", "drain");
        PlanCancelledException stopped = catchThrowableOfType(
                PlanCancelledException.class,
                () -> plan(2, "w1", "w2", "w3").run(options().cancelledBy(token)));
        assertThat(stopped.steps()).containsExactlyInAnyOrder("w1/upgrade", "w2/upgrade");
        assertThat(stopped.reason()).isEqualTo("shift is over");
        assertThat(stopped.getMessage()).contains("before w1/upgrade", "before w2/upgrade");
    }

    @Test
    void anInterruptReachesTheLanesAndStaysSet() {
        Thread caller = Thread.currentThread();
        busily(step("w1", "drain"), () -> {
            caller.interrupt();
            await(new CountDownLatch(1));
        });
        Plan plan = plan(2, "w1");
        StepFailedException failed = catchThrowableOfType(StepFailedException.class, () -> plan.run(options()));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed).hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(atWork).hasValue(0);
        assertThat(root.resolve("w1/var/lib/daytwo/node.lock")).content().endsWith(" free\n");
    }

    @Test
    void whoKeepsAFactDoesNotWaitForTheCommandOfAnotherLane() {
        CountDownLatch began = new CountDownLatch(1);
        Fake slow = step("w1", "upgrade");
        Path release = root.resolve("w1/srv/release");
        slow.apply = context -> {
            began.countDown();
            context.node("w1")
                    .run(Command.changing("sh", "-c", "until [ -e \"$1\" ]; do sleep 0.05; done", "w", "/srv/release"))
                    .orThrow();
            slow.state = new StepState.Done("released");
        };
        Fake keeper = step("w2", "keep");
        keeper.apply = context -> {
            await(began);
            assertThat(context.keep("token", () -> "t1")).isEqualTo("t1");
            assertThat(root.resolve("w2/var/lib/daytwo/journal")).isNotEmptyDirectory();
            try {
                Files.createFile(release);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            keeper.state = new StepState.Done("kept");
        };
        PlanResult result = plan(2, "w1", "w2").run(options());
        assertThat(result.applied()).containsExactly("w1/upgrade", "w2/keep");
    }

    @Test
    void onlyWorkersOfThePlanGoSideBySide() {
        step("w1", "drain");
        assertThatThrownBy(() -> plan(2, "w9")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plan(0, "w1")).isInstanceOf(IllegalArgumentException.class);
        Nodes nodes = Nodes.of(FolderNode.machine("w1", root)).etcd("etcd1", FolderNode.machine("etcd1", root));
        assertThatThrownBy(() -> Plan.of("etcd", nodes, steps).workersAtOnce(List.of("etcd1"), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("etcd1");
    }
}
