package io.daytwo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.daytwo.cluster.rig.ApiServerRig;
import io.daytwo.cluster.rig.WithApiServers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@WithApiServers
class LeasesIT {
    private static final Duration VALID = Duration.ofSeconds(15);
    private final String name = "lease-" + UUID.randomUUID();
    private final Instant now = Instant.now();

    @Test
    void comesBackAsItWasWritten(ApiServerRig rig) {
        try (ClusterClient client = rig.administrator()) {
            assertThat(client.lease("default", name)).isEmpty();
            Lease wanted =
                    Lease.named("default", name).heldBy("a@b/1", now, VALID).withAnnotation("daytwo.io/x", "y");
            Lease made = client.createLease(wanted).orElseThrow();
            assertThat(made.resourceVersion()).isNotEmpty();
            assertThat(made)
                    .usingRecursiveComparison()
                    .ignoringFields("resourceVersion")
                    .isEqualTo(wanted);
            assertThat(made.renewed()).contains(now.truncatedTo(ChronoUnit.MICROS));
            assertThat(client.lease("default", name)).contains(made);
            Lease renewed =
                    client.updateLease(made.renewedAt(now.plusSeconds(5))).orElseThrow();
            assertThat(renewed.acquired()).isEqualTo(made.acquired());
            assertThat(renewed.renewed()).contains(now.plusSeconds(5).truncatedTo(ChronoUnit.MICROS));
            Lease free = client.updateLease(renewed.released()).orElseThrow();
            assertThat(free.holder()).isEmpty();
            assertThat(free.transitions()).isEqualTo(1);
        }
    }

    @Test
    void keepsWhatOthersPutIntoIt(ApiServerRig rig) {
        try (ClusterClient client = rig.administrator()) {
            Lease made = client.createLease(Lease.named("default", name).heldBy("a", now, VALID))
                    .orElseThrow();
            rig.kubectl("-n", "default", "label", "lease", name, "team=night");
            assertThat(client.updateLease(made.renewedAt(now.plusSeconds(1)))).isEmpty();
            Lease read = client.lease("default", name).orElseThrow();
            assertThat(client.updateLease(read.renewedAt(now.plusSeconds(1)))).isPresent();
            assertThat(rig.kubectl("-n", "default", "get", "lease", name, "-o", "jsonpath={.metadata.labels.team}"))
                    .isEqualTo("night");
        }
    }

    @Test
    void oneOfManyWritersWinsAtEachVersion(ApiServerRig rig) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (ClusterClient client = rig.administrator();
                ClusterClient other =
                        client.withEndpoints(List.of(rig.endpoints().get(1)))) {
            assertThat(wins(
                            threads,
                            8,
                            i -> (i % 2 == 0 ? client : other)
                                    .createLease(Lease.named("default", name).heldBy("writer-" + i, now, VALID))))
                    .isEqualTo(1);
            for (int round = 0; round < 10; round++) {
                Lease read = client.lease("default", name).orElseThrow();
                assertThat(wins(
                                threads,
                                8,
                                i -> (i % 2 == 0 ? client : other).updateLease(read.heldBy("writer-" + i, now, VALID))))
                        .isEqualTo(1);
            }
            assertThat(client.lease("default", name).orElseThrow().transitions())
                    .isEqualTo(11);
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Attempt {
        Optional<Lease> write(int writer);
    }

    private static long wins(ExecutorService threads, int writers, Attempt attempt)
            throws InterruptedException, ExecutionException {
        long wins = 0;
        List<Future<Optional<Lease>>> all = IntStream.range(0, writers)
                .mapToObj(i -> threads.submit(() -> attempt.write(i)))
                .toList();
        for (Future<Optional<Lease>> one : all) {
            wins += one.get().isPresent() ? 1 : 0;
        }
        return wins;
    }

    @Test
    void aSecondTryAfterALostAnswerMeetsItsOwnWork(ApiServerRig rig) {
        try (ClusterClient client = rig.administrator()) {
            Lease mine = Lease.named("default", name).heldBy("mine", now, VALID);
            Lease made = client.createLease(mine).orElseThrow();
            assertThat(client.createLease(mine)).contains(made);
            assertThat(client.createLease(mine.renewedAt(now.plusSeconds(1)))).isEmpty();
            Lease next = made.renewedAt(now.plusSeconds(2));
            Lease renewed = client.updateLease(next).orElseThrow();
            assertThat(client.updateLease(next)).contains(renewed);
            assertThat(client.updateLease(made.renewedAt(now.plusSeconds(3)))).isEmpty();
        }
    }

    @Test
    void saysThatADeletedOneIsGone(ApiServerRig rig) {
        try (ClusterClient client = rig.administrator()) {
            Lease made = client.createLease(Lease.named("default", name).heldBy("a", now, VALID))
                    .orElseThrow();
            rig.kubectl("-n", "default", "delete", "lease", name);
            assertThat(client.updateLease(made.renewedAt(now))).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.updateLease(Lease.named("default", name)))
                    .withMessageStartingWith("wanted");
        }
    }

    @Test
    void theShippedRightsReachTheLocksNameOnly(ApiServerRig rig) {
        try (ClusterClient client = rig.operator()) {
            Lease made = client.lease("kube-system", "daytwo")
                    .or(() -> client.createLease(Lease.named("kube-system", "daytwo")))
                    .orElseThrow();
            assertThat(client.updateLease(made.heldBy("a", now, VALID))).isPresent();
            assertThatExceptionOfType(ApiRefusedException.class)
                    .isThrownBy(() -> client.lease("kube-system", "another"))
                    .satisfies(e -> assertThat(e.status()).isEqualTo(403));
        }
    }
}
