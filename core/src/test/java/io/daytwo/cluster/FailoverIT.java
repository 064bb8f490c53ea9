package io.daytwo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.rig.ApiServerRig;
import io.daytwo.cluster.rig.ServerProcess;
import io.daytwo.cluster.rig.WithApiServers;
import io.daytwo.retry.RetryPolicy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@WithApiServers
class FailoverIT {
    private static final int KILLS = Boolean.getBoolean("test.full") ? 60 : 6;
    private final String node = "n-" + UUID.randomUUID();

    @Test
    void noCallFailsWhileApiServersAreKilledInTurns(ApiServerRig rig) throws InterruptedException, ExecutionException {
        rig.apply("{apiVersion: v1, kind: Node, metadata: {name: " + node + "}}");
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (ClusterClient client = rig.operator()) {
            Future<Integer> reads = threads.submit(() -> {
                int calls = 0;
                for (; !over.get(); calls++) {
                    assertThat(client.nodes()).extracting(KubernetesNode::name).contains(node);
                }
                return calls;
            });
            Future<Integer> cordons = threads.submit(() -> {
                int calls = 0;
                for (; !over.get(); calls++) {
                    assertThat(client.cordon(node, "test")).isEqualTo(CordonState.CORDONED_BY_OWNER);
                    assertThat(client.uncordon(node, "test")).isEqualTo(CordonState.SCHEDULABLE);
                }
                return calls;
            });
            for (int kill = 0; kill < KILLS; kill++) {
                ServerProcess server = rig.servers().get(kill % 2);
                if (kill % 3 == 2) {
                    server.stop();
                } else {
                    server.kill();
                }
                server.start().awaitReady();
                TimeUnit.MILLISECONDS.sleep(500);
            }
            over.set(true);
            assertThat(reads.get()).isPositive();
            assertThat(cordons.get()).isPositive();
        } finally {
            over.set(true);
            threads.shutdownNow();
            for (ServerProcess server : rig.servers()) {
                if (!server.isRunning()) {
                    server.start().awaitReady();
                }
            }
        }
    }

    @Test
    void oneApiServerIsWaitedForWhileItRestarts(ApiServerRig rig) throws InterruptedException, ExecutionException {
        ServerProcess server = rig.servers().get(0);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ClusterClient client = rig.operator().withEndpoints(rig.endpoints().subList(0, 1))) {
            server.kill();
            Future<Topology> call = threads.submit(() -> {
                assertThat(client.nodes()).isNotNull();
                return null;
            });
            server.start().awaitReady();
            assertThat(call.get()).isNull();
        } finally {
            threads.shutdownNow();
        }
    }

    /** It listens before it has read its roles. */
    @Test
    void believesNoRefusalOfAStartingApiServer(ApiServerRig rig) {
        ServerProcess server = rig.servers().get(0);
        try (ClusterClient client =
                rig.operator().withEndpoints(rig.endpoints().subList(0, 1)).withRetry(RetryPolicy.once())) {
            assertThat(client.nodes()).isNotNull();
            for (int start = 0; start < KILLS; start++) {
                server.kill();
                server.start();
                boolean served = false;
                while (!served) {
                    try {
                        served = client.nodes() != null;
                    } catch (ApiUnavailableException e) {
                        assertThat(e.failures()).hasSize(1);
                    }
                }
            }
        } finally {
            server.awaitReady();
        }
    }

    @Test
    void aFrozenApiServerCostsOneDeadline(ApiServerRig rig) {
        try (ClusterClient client = rig.operator().withDeadline(Duration.ofSeconds(2))) {
            assertThat(client.nodes()).isNotNull();
            rig.servers().get(0).freeze();
            try {
                long started = System.nanoTime();
                assertThat(client.nodes()).isNotNull();
                assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
                started = System.nanoTime();
                assertThat(client.nodes()).isNotNull();
                assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
            } finally {
                rig.servers().get(0).thaw();
            }
        }
    }
}
