package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.plan.StepFailedException.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
    private static final String HER = UUID.randomUUID().toString();
    private static final String HIM = UUID.randomUUID().toString();

    @TempDir
    Path root;

    private TwoNodes two;
    private NodeLock lock;

    @BeforeEach
    void makeNodes() {
        two = new TwoNodes(root);
        lock = NodeLock.of("a", two.a);
    }

    private static LockClaim claim(String id, Optional<String> breaking) {
        return new LockClaim(
                id, "ada@desk (process 7)", "upgrade \"of\" a", Instant.parse("2026-11-21T06:00:00Z"), breaking);
    }

    @CanIgnoreReturnValue
    private LockHolder take(String id) {
        return lock.take(claim(id, Optional.empty()));
    }

    @Test
    void tellsTheSecondWhoHoldsIt() {
        LockHolder held = take(HER);
        PlanLockedException locked = catchThrowableOfType(PlanLockedException.class, () -> take(HIM));
        assertThat(locked.lock()).isEqualTo("node a");
        assertThat(locked.holder()).isEqualTo(held);
        assertThat(locked.remedy()).contains(HER);
    }

    @Test
    void theNumberGrowsWithEveryTaking() {
        LockHolder one = take(HER);
        lock.release(one);
        LockHolder again = take(HIM);
        LockHolder mine = take(HIM);
        assertThat(one.fencing()).isLessThan(again.fencing());
        assertThat(again.fencing()).isLessThan(mine.fencing());
    }

    @Test
    void onlyTheNamedLockIsBroken() {
        take(HER);
        assertThatThrownBy(
                        () -> lock.take(claim(HIM, Optional.of(UUID.randomUUID().toString()))))
                .isInstanceOf(PlanLockedException.class);
        assertThat(lock.take(claim(HIM, Optional.of(HER))).id()).isEqualTo(HIM);
    }

    @Test
    void aBrokenHoldNeitherChangesNorReleases() {
        LockHolder old = take(HER);
        LockHolder now = lock.take(claim(HIM, Optional.of(HER)));
        Command touch = Command.changing("touch", "/srv/touched");
        assertThatThrownBy(() -> lock.fenced(old, touch)).isInstanceOf(LockLostException.class);
        lock.release(old);
        assertThat(root.resolve("a/srv/touched")).doesNotExist();
        lock.confirm(now);
    }

    @Test
    void withoutTheLocksFolderNothingRuns() throws IOException {
        LockHolder held = take(HER);
        Files.move(root.resolve("a/var/lib/daytwo"), root.resolve("a/var/lib/aside"));
        assertThatThrownBy(() -> lock.fenced(held, Command.changing("touch", "/srv/touched")))
                .isInstanceOf(LockLostException.class);
        assertThat(root.resolve("a/srv")).isEmptyDirectory();
    }

    @Test
    void whatRunsWithinKeepsItsInputOutputAndExitStatus() {
        LockHolder held = take(HER);
        Command command =
                Command.changing("sh", "-c", "cat; echo oops >&2; exit 98").stdin("in");
        CommandResult result = lock.fenced(held, command);
        assertThat(result.command()).isEqualTo(command);
        assertThat(result.stdout()).isEqualTo("in");
        assertThat(result.stderr()).isEqualTo("oops\n");
        assertThat(result.exitStatus()).isEqualTo(98);
    }

    @Test
    void nobodyBreaksInWhileAChangeIsAtWork() throws Exception {
        LockHolder held = take(HER);
        Command slow =
                Command.changing("sh", "-c", "touch \"$1\"; sleep 1; touch \"$2\"", "slow", "/srv/begun", "/srv/done");
        CompletableFuture<CommandResult> change = CompletableFuture.supplyAsync(() -> lock.fenced(held, slow));
        while (!Files.exists(root.resolve("a/srv/begun"))) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(lock.take(claim(HIM, Optional.of(HER))).id()).isEqualTo(HIM);
        assertThat(root.resolve("a/srv/done")).exists();
        assertThat(change.get(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    @Test
    void aProcessLeftBehindDoesNotKeepTheNodeBusy() {
        LockHolder held = take(HER);
        assertThat(lock.fenced(held, Command.changing("sh", "-c", "sleep 8 >/dev/null 2>&1 &"))
                        .isSuccess())
                .isTrue();
        long began = System.nanoTime();
        lock.release(held);
        assertThat(PlanRunner.since(began)).isLessThan(java.time.Duration.ofSeconds(6));
    }

    @Test
    void itsFolderIsForItsOwnerOnly() throws IOException {
        take(HER);
        Path folder = root.resolve("a/var/lib/daytwo");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("node.lock"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFolderThatIsALinkIsRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("a/var/lib/daytwo"), root.resolve("a/srv"));
        assertThatThrownBy(() -> take(HER)).isInstanceOf(LockLostException.class);
        assertThat(root.resolve("a/srv")).isEmptyDirectory();
    }

    @Test
    void aDamagedFileIsNeverGuessedAt() throws IOException {
        take(HER);
        Files.writeString(root.resolve("a/var/lib/daytwo/node.lock"), "daytwo-lock-1 x7 free\n");
        assertThatThrownBy(() -> take(HER))
                .isInstanceOfSatisfying(
                        LockLostException.class, lost -> assertThat(lost.lock()).isEqualTo("node a"));
    }

    @Test
    void aSleeperWhoseLockWasBrokenChangesNothingWhenItWakes() throws Exception {
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch wake = new CountDownLatch(1);
        Probe pause = point -> {
            if (point.equals("before apply a/srv/count")) {
                asleep.countDown();
                awaitQuietly(wake);
            }
        };
        Plan plan = two.counting("echo ran >> \"$1\"");
        CompletableFuture<PlanResult> sleeper =
                CompletableFuture.supplyAsync(() -> new PlanRunner(plan, two.options(), pause).run());
        assertThat(asleep.await(30, TimeUnit.SECONDS)).isTrue();
        String held = two.lockOf("a").lines().findFirst().orElseThrow().split(" ", -1)[2];
        RunOptions other = RunOptions.defaults().journal(Journal.at(root.resolve("other.journal")));
        assertThat(plan.run(other.breakingLock(held)).applied()).hasSize(1);
        Map<String, String> after = two.tree(true);
        wake.countDown();
        Throwable woke = catchThrowableOfType(
                        java.util.concurrent.ExecutionException.class, () -> sleeper.get(30, TimeUnit.SECONDS))
                .getCause();
        assertThat(woke).isInstanceOfSatisfying(StepFailedException.class, failed -> {
            assertThat(failed.getCause()).isInstanceOf(LockLostException.class);
            assertThat(failed.effect()).isEqualTo(Effect.NOTHING);
        });
        assertThat(two.tree(true)).isEqualTo(after);
        assertThat(root.resolve("a/srv/count")).hasContent("ran");
    }

    @Test
    void noStepBeginsOnceTheLockOfTheClusterIsBroken() {
        Fake step = new Fake("api");
        expectLockLost(step, Plan.of("fake", Nodes.of(), List.of(step)).lockedBy(lock));
    }

    @Test
    void noStepOfANodeBeginsOnceTheLockOfThatNodeIsBroken() {
        Fake step = new Fake("a/api");
        step.node = Optional.of("a");
        expectLockLost(step, Plan.of("fake", Nodes.of(two.a, two.b), List.of(step)));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The lock is broken by somebody else while the step's safeguard is asked right before it. */
    private void expectLockLost(Fake step, Plan plan) {
        AtomicInteger asked = new AtomicInteger();
        step.disruptions.add(new Disruption(
                (node, component) -> {
                    if (asked.incrementAndGet() == 2) {
                        String held = two.lockOf("a")
                                .lines()
                                .findFirst()
                                .orElseThrow()
                                .split(" ", -1)[2];
                        LockHolder unused = lock.take(claim(HIM, Optional.of(held)));
                    }
                    return new Safeguard.Yes();
                },
                "a",
                "kube-apiserver"));
        StepFailedException failed = catchThrowableOfType(StepFailedException.class, () -> plan.run(two.options()));
        assertThat(failed.getCause()).isInstanceOf(LockLostException.class);
        assertThat(failed.effect()).isEqualTo(Effect.NOTHING);
        assertThat(step.applied).isZero();
    }
}
