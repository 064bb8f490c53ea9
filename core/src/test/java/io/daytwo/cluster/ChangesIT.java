package io.daytwo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.daytwo.cluster.rig.ApiServerRig;
import io.daytwo.cluster.rig.WithApiServers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Cordons and evictions, with the shipped rights. */
@WithApiServers
class ChangesIT {
    private final String own = "c" + UUID.randomUUID().toString().substring(0, 8);

    private void node(ApiServerRig rig) {
        rig.apply("{apiVersion: v1, kind: Node, metadata: {name: " + own + "}}");
    }

    private void pod(ApiServerRig rig, String name, String label) {
        rig.apply("{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: default, labels: {own: "
                + label + "}}, spec: {nodeName: " + own
                + ", terminationGracePeriodSeconds: 0, containers: [{name: c, image: x}]}}");
        rig.kubectl(
                "patch",
                "pod",
                name,
                "--subresource=status",
                "--patch={\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
    }

    private void budget(ApiServerRig rig, String name, int allowed) {
        rig.apply("{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: " + name
                + ", namespace: default}, spec: {minAvailable: 2, selector: {matchLabels: {own: " + own + "}}}}");
        rig.kubectl(
                "patch",
                "pdb",
                name,
                "--subresource=status",
                "--type=merge",
                "--patch={\"status\":{\"observedGeneration\":1,\"disruptionsAllowed\":" + allowed
                        + ",\"currentHealthy\":1,\"desiredHealthy\":2,\"expectedPods\":2}}");
    }

    private PodReference only(ClusterClient client) {
        return client.podsOn(own).get(0).reference();
    }

    @Test
    void aCordonHasOneOwner(ApiServerRig rig) throws InterruptedException, ExecutionException {
        node(rig);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (ClusterClient client = rig.operator()) {
            for (int round = 0; round < 5; round++) {
                List<Future<CordonState>> all = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    String owner = "owner-" + i;
                    all.add(threads.submit(() -> client.cordon(own, owner)));
                }
                int owners = 0;
                for (Future<CordonState> one : all) {
                    owners += one.get() == CordonState.CORDONED_BY_OWNER ? 1 : 0;
                }
                assertThat(owners).isEqualTo(1);
                KubernetesNode node = client.node(own).orElseThrow();
                assertThat(node.unschedulable()).isTrue();
                String owner = node.annotations().get("daytwo.io/cordoned-by");
                assertThat(client.uncordon(own, "another")).isEqualTo(CordonState.CORDONED_BY_ANOTHER);
                assertThat(client.uncordon(own, owner)).isEqualTo(CordonState.SCHEDULABLE);
                assertThat(client.node(own).orElseThrow().annotations()).doesNotContainKey("daytwo.io/cordoned-by");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aForeignCordonStays(ApiServerRig rig) {
        node(rig);
        rig.kubectl("cordon", own);
        try (ClusterClient client = rig.operator()) {
            assertThat(client.cordon(own, "x")).isEqualTo(CordonState.CORDONED_BY_ANOTHER);
            assertThat(client.uncordon(own, "x")).isEqualTo(CordonState.CORDONED_BY_ANOTHER);
            assertThat(client.node(own).orElseThrow().unschedulable()).isTrue();
            assertThatExceptionOfType(ApiRefusedException.class)
                    .isThrownBy(() -> client.cordon(own + "-none", "x"))
                    .satisfies(e -> assertThat(e.status()).isEqualTo(404));
        }
    }

    @Test
    void evictsThisPodOnlyAndInADryRunNone(ApiServerRig rig) {
        pod(rig, own, "free");
        try (ClusterClient client = rig.operator()) {
            PodReference pod = only(client);
            assertThat(client.evictDryRun(pod)).isInstanceOf(EvictionOutcome.Evicted.class);
            assertThat(only(client)).isEqualTo(pod);
            PodReference predecessor =
                    new PodReference("default", own, UUID.randomUUID().toString());
            assertThat(client.evict(predecessor)).isInstanceOf(EvictionOutcome.Gone.class);
            assertThat(only(client)).isEqualTo(pod);
            assertThat(client.evict(pod)).isInstanceOf(EvictionOutcome.Evicted.class);
            assertThat(client.podsOn(own)).isEmpty();
            assertThat(client.evict(pod)).isInstanceOf(EvictionOutcome.Gone.class);
        }
    }

    @Test
    void aBudgetBlocksAndSaysWhich(ApiServerRig rig) {
        pod(rig, own, own);
        budget(rig, own, 0);
        try (ClusterClient client = rig.operator()) {
            PodReference pod = only(client);
            assertThat(client.evict(pod)).isInstanceOfSatisfying(EvictionOutcome.Blocked.class, blocked -> {
                assertThat(blocked.budget()).isEqualTo(own);
                assertThat(blocked.healthy()).isEqualTo(1);
                assertThat(blocked.desired()).isEqualTo(2);
            });
            budget(rig, own + "-second", 5);
            assertThat(client.evict(pod)).isInstanceOf(EvictionOutcome.TwoBudgets.class);
            assertThat(client.podsOn(own)).hasSize(1);
        }
    }
}
