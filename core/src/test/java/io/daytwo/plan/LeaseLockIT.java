package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.cluster.ApiUnavailableException;
import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.rig.ApiServerRig;
import io.daytwo.cluster.rig.WithApiServers;
import io.daytwo.plan.StepFailedException.Effect;
import io.daytwo.retry.RetryPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the shipped rights. All tests share the one Lease of the cluster and leave it free. */
@WithApiServers
class LeaseLockIT {
    private static final String HER = UUID.randomUUID().toString();
    private static final String HIM = UUID.randomUUID().toString();

    @TempDir
    Path root;

    private static LockClaim claim(String id, Optional<String> breaking) {
        return new LockClaim(
                id, "ada@desk (process 7)", "upgrade \"of\" a", Instant.parse("2026-11-21T06:00:00Z"), breaking);
    }

    private static LockClaim claim(String id) {
        return claim(id, Optional.empty());
    }

    @Test
    void tellsTheSecondWhoHoldsItAndSoDoesKubectl(ApiServerRig rig) {
        try (ClusterClient client = rig.operator()) {
            OperationLock lock = OperationLock.onCluster(client);
            LockHolder held = lock.take(claim(HER));
            PlanLockedException locked = catchThrowableOfType(PlanLockedException.class, () -> lock.take(claim(HIM)));
            assertThat(locked.holder()).isEqualTo(held);
            assertThat(locked.remedy()).contains(HER);
            assertThat(rig.kubectl("-n", "kube-system", "get", "lease", "daytwo", "-o", "yaml"))
                    .contains("holderIdentity: " + HER, "ada@desk (process 7)", "upgrade \"of\" a");
            lock.confirm(held);
            lock.release(held);
            assertThatThrownBy(() -> lock.confirm(held)).isInstanceOf(LockLostException.class);
            LockHolder next = lock.take(claim(HIM));
            assertThat(next.fencing()).isGreaterThan(held.fencing());
            lock.release(held);
            lock.confirm(next);
            lock.release(next);
        }
    }

    @Test
    void onlyTheNamedLockIsBrokenAndWhoLostItChangesNothing(ApiServerRig rig) {
        try (ClusterClient client = rig.operator()) {
            OperationLock lock = OperationLock.onCluster(client);
            Fake sleeper = new Fake("a/sleep");
            TwoNodes two = new TwoNodes(root);
            Fake next = new Fake("a/next");
            List<LockHolder> broken = new ArrayList<>();
            sleeper.apply = context -> {
                String id = catchThrowableOfType(PlanLockedException.class, () -> lock.take(claim(HIM)))
                        .holder()
                        .id();
                assertThatThrownBy(() -> lock.take(claim(HIM, Optional.of(HER))))
                        .isInstanceOf(PlanLockedException.class);
                broken.add(lock.take(claim(HIM, Optional.of(id))));
                sleeper.state = new StepState.Done("woke up");
            };
            Plan plan = Plan.of("sleepy", two.nodes, List.of(sleeper, next)).lockedBy(lock);
            StepFailedException failed = catchThrowableOfType(StepFailedException.class, () -> plan.run(two.options()));
            assertThat(failed.step()).isEqualTo("a/next");
            assertThat(failed.effect()).isEqualTo(Effect.NOTHING);
            assertThat(failed).hasCauseInstanceOf(LockLostException.class);
            assertThat(next.applied).isZero();
            lock.confirm(broken.get(0));
            lock.release(broken.get(0));
            assertThat(plan.run(two.options()).applied()).containsExactly("a/next");
        }
    }

    @Test
    void ofFiveRunsExactlyOneProceeds(ApiServerRig rig) throws IOException {
        Path kubeconfig = rig.kubeconfig("operator", "daytwo:operators");
        List<BufferedReader> runners = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Path own = root.resolve("own" + i);
            Process child = Child.start(own, own.resolve("j"), -1, "sleep 8; echo ran >> \"$1\"", kubeconfig);
            runners.add(child.inputReader());
        }
        for (BufferedReader runner : runners) {
            assertThat(runner.readLine()).isEqualTo("ready");
        }
        for (int i = 0; i < 5; i++) {
            Files.createFile(root.resolve("own" + i + "/go"));
        }
        List<String> ends = new ArrayList<>();
        for (BufferedReader runner : runners) {
            ends.add(runner.readLine());
        }
        assertThat(ends).containsOnlyOnce("applied 1").containsOnly("applied 1", "refused PlanLockedException");
    }

    @Test
    void anApiThatGoesAwayStopsARunThatHasOnlyTheLease(ApiServerRig rig) {
        try (ClusterClient client = rig.operator()) {
            TwoNodes two = new TwoNodes(root);
            Plan plan = goingAway(rig, two).lockedBy(OperationLock.onCluster(client.withRetry(RetryPolicy.once())));
            StepFailedException failed = catchThrowableOfType(StepFailedException.class, () -> plan.run(two.options()));
            assertThat(failed.step()).isEqualTo("a/next");
            assertThat(failed.effect()).isEqualTo(Effect.NOTHING);
            assertThat(failed).hasCauseInstanceOf(ApiUnavailableException.class);
            back(rig);
            assertThat(plan.run(two.options()).applied()).containsExactly("a/next", "b/last");
            assertThat(client.lease("kube-system", "daytwo").orElseThrow().holder())
                    .isEmpty();
        } finally {
            back(rig);
        }
    }

    @Test
    void itDoesNotStopARunThatHasTheFileToo(ApiServerRig rig) {
        try (ClusterClient client = rig.operator()) {
            TwoNodes two = new TwoNodes(root);
            Plan plan = goingAway(rig, two).lockedBy(OperationLock.onCluster(client, two.a));
            assertThat(plan.run(two.options().beforeNode(node -> {
                                if (node.equals("b")) {
                                    back(rig);
                                }
                                return true;
                            }))
                            .applied())
                    .containsExactly("a/stop", "a/next", "b/last");
            assertThat(client.lease("kube-system", "daytwo").orElseThrow().holder())
                    .isEmpty();
        } finally {
            back(rig);
        }
    }

    private static Plan goingAway(ApiServerRig rig, TwoNodes two) {
        Fake stop = new Fake("a/stop");
        stop.apply = context -> {
            rig.servers().forEach(server -> server.kill());
            stop.state = new StepState.Done("no API server");
        };
        Fake last = new Fake("b/last");
        last.node = Optional.of("b");
        return Plan.of("going away", two.nodes, List.of(stop, new Fake("a/next"), last));
    }

    private static void back(ApiServerRig rig) {
        rig.servers().stream().filter(server -> !server.isRunning()).forEach(server -> server.start());
        rig.servers().forEach(server -> server.awaitReady());
    }

    @Test
    void theFileKeepsOthersOutWhileTheApiIsAway(ApiServerRig rig) {
        try (ClusterClient client = rig.operator();
                ClusterClient away = rig.operator().withEndpoints(List.of(URI.create("https://127.0.0.1:1")))) {
            TwoNodes two = new TwoNodes(root);
            OperationLock with = OperationLock.onCluster(client, two.a);
            OperationLock without = OperationLock.onCluster(away, two.a);
            LockHolder hers = with.take(claim(HER));
            assertThatThrownBy(() -> without.take(claim(HIM))).isInstanceOf(PlanLockedException.class);
            with.release(hers);
            LockHolder his = without.take(claim(HIM));
            without.confirm(his);
            assertThatThrownBy(() -> with.take(claim(HER))).isInstanceOf(PlanLockedException.class);
            without.release(his); // of a Lease nobody knows; the file is given back
            LockHolder lease = OperationLock.onCluster(client).take(claim(HIM));
            assertThatThrownBy(() -> with.take(claim(HER)))
                    .isInstanceOfSatisfying(
                            PlanLockedException.class,
                            locked -> assertThat(locked.lock()).isEqualTo("cluster"));
            OperationLock.onCluster(client).release(lease);
            with.release(with.take(claim(HER)));
        }
    }

    @Test
    void aLeaseOfSomethingElseIsNotTaken(ApiServerRig rig) {
        try (ClusterClient client = rig.operator()) {
            OperationLock lock = OperationLock.onCluster(client);
            lock.release(lock.take(claim(HER)));
            rig.kubectl(
                    "-n", "kube-system", "patch", "lease", "daytwo", "--patch={\"spec\":{\"holderIdentity\":\"x\"}}");
            assertThatThrownBy(() -> lock.take(claim(HER))).isInstanceOf(LockLostException.class);
            rig.kubectl("-n", "kube-system", "delete", "lease", "daytwo");
            lock.release(lock.take(claim(HER)));
        }
    }
}
