package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.ApiReadiness;
import io.daytwo.cluster.ApiServer;
import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.CordonState;
import io.daytwo.cluster.EtcdTopology;
import io.daytwo.cluster.EvictionOutcome;
import io.daytwo.cluster.KubernetesNode;
import io.daytwo.cluster.PodReference;
import io.daytwo.cluster.Topology;
import io.daytwo.retry.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of the cluster with the rights that it ships, no more. */
@Testbed(controlPlanes = 3, workers = 2)
class ClusterClientStory {
    @TempDir
    private Path folder;

    @Test
    void seesTheClusterAlsoWhileAnApiServerIsFrozen(ClusterUnderTest cluster) throws IOException {
        try (ClusterClient client = Operator.client(cluster, folder)) {
            Topology topology = client.topology();
            assertThat(topology.controlPlanes()).isEqualTo(cluster.controlPlanes());
            assertThat(topology.workers()).isEqualTo(cluster.workers());
            assertThat(topology.etcd()).isEqualTo(EtcdTopology.STACKED);
            assertThat(topology.version()).endsWith(cluster.version());
            assertThat(client.nodes())
                    .allMatch(KubernetesNode::isReady)
                    .allMatch(node -> node.leaseRenewed().isPresent())
                    .extracting(KubernetesNode::machineId)
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.length() == 32);
            assertThat(client.kubeadmConfiguration().etcdDataDir()).isEqualTo("/var/lib/etcd");

            List<ApiServer> servers = client.apiServers();
            assertThat(servers).extracting(ApiServer::node).containsExactlyElementsOf(cluster.controlPlanes());
            assertThat(servers)
                    .allMatch(server -> client.readiness(server.endpoint()).ready());
            ClusterClient direct = Operator.direct(client).withDeadline(Duration.ofSeconds(3));
            cluster.faults().freeze("cp1", "kube-apiserver");
            assertThat(direct.readiness(servers.get(0).endpoint()).ready()).isFalse();
            assertThat(direct.nodes()).hasSize(5);
            cluster.faults().thaw("cp1", "kube-apiserver");
            cluster.say(topology + ", read with the shipped rights, and past a frozen API server");
        }
    }

    @Test
    void marksItsCordonsAndAsksBudgetsBeforeItEvicts(ClusterUnderTest cluster) throws IOException {
        Workload.deploy(cluster);
        try (ClusterClient client = Operator.client(cluster, folder)) {
            assertThat(client.cordon("w1", "upgrade")).isEqualTo(CordonState.CORDONED_BY_OWNER);
            assertThat(client.cordon("w1", "someone")).isEqualTo(CordonState.CORDONED_BY_ANOTHER);
            assertThat(client.uncordon("w1", "someone")).isEqualTo(CordonState.CORDONED_BY_ANOTHER);
            cluster.kubectl("cordon", "w2");
            assertThat(client.uncordon("w2", "upgrade")).isEqualTo(CordonState.CORDONED_BY_ANOTHER);

            assertThat(client.podsOn("cp1"))
                    .filteredOn(io.daytwo.cluster.Pod::mirror)
                    .extracting(pod -> pod.reference().name())
                    .contains("etcd-cp1", "kube-apiserver-cp1");
            assertThat(client.podsOn("w1")).anyMatch(io.daytwo.cluster.Pod::isOfDaemonSet);
            assertThat(client.workloads())
                    .filteredOn(workload -> workload.namespace().equals("kube-system"))
                    .extracting(io.daytwo.cluster.Workload::name)
                    .contains("coredns", "kube-proxy");
            List<PodReference> pods = podsOf(cluster, "api");
            assertThat(pods).hasSize(2);
            assertThat(client.evictDryRun(pods.get(0))).isInstanceOf(EvictionOutcome.Evicted.class);
            assertThat(podsOf(cluster, "api")).isEqualTo(pods);
            assertThat(client.evict(pods.get(0))).isInstanceOf(EvictionOutcome.Evicted.class);
            assertThat(client.evict(pods.get(1)))
                    .isInstanceOfSatisfying(
                            EvictionOutcome.Blocked.class,
                            blocked -> assertThat(blocked.budget()).isEqualTo("api"));
            PodReference store = podsOf(cluster, "store").get(0);
            assertThat(client.evict(
                            new PodReference("work", store.name(), pods.get(0).uid())))
                    .isInstanceOf(EvictionOutcome.Gone.class);
            assertThat(podsOf(cluster, "store")).contains(store);

            assertThat(client.uncordon("w1", "upgrade")).isEqualTo(CordonState.SCHEDULABLE);
            cluster.say("a cordon of ours, one of somebody else, one eviction, one blocked by its budget");
        }
    }

    /** SIGKILL, in turns; the kubelet starts each again. */
    @Test
    void noCallFailsWhileApiServersAreKilled(ClusterUnderTest cluster)
            throws IOException, InterruptedException, ExecutionException {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (ClusterClient client = Operator.client(cluster, folder)) {
            List<ApiServer> servers = client.apiServers();
            ClusterClient direct = Operator.direct(client);
            Future<Integer> reads = threads.submit(() -> {
                int calls = 0;
                for (; !over.get(); calls++) {
                    assertThat(direct.nodes()).hasSize(5);
                }
                return calls;
            });
            Future<Integer> cordons = threads.submit(() -> {
                int calls = 0;
                for (; !over.get(); calls++) {
                    assertThat(direct.cordon("w1", "story")).isEqualTo(CordonState.CORDONED_BY_OWNER);
                    assertThat(direct.uncordon("w1", "story")).isEqualTo(CordonState.SCHEDULABLE);
                }
                return calls;
            });
            for (ApiServer server : servers) {
                cluster.ssh("root@" + server.node(), "kill -9 $(pgrep -f '^kube-apiserver ')");
                TimeUnit.SECONDS.sleep(2);
                var unused = Await.forThat("the API server of " + server.node())
                        .within(Duration.ofMinutes(2))
                        .until(() -> client.readiness(server.endpoint()), ApiReadiness::ready);
            }
            over.set(true);
            cluster.say(servers.size() + " API servers killed, 0 of " + reads.get() + " reads and " + cordons.get()
                    + " pairs of cordon and uncordon failed");
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    private static List<PodReference> podsOf(ClusterUnderTest cluster, String app) {
        return cluster.kubectl(
                        "-n",
                        "work",
                        "get",
                        "pods",
                        "-l",
                        "app=" + app,
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{\"\\n\"}{end}")
                .strip()
                .lines()
                .map(line -> line.split(" "))
                .map(words -> new PodReference("work", words[0], words[1]))
                .toList();
    }
}
