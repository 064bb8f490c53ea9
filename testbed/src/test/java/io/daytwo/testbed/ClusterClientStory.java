package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.ApiServer;
import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.CordonState;
import io.daytwo.cluster.EtcdTopology;
import io.daytwo.cluster.EvictionOutcome;
import io.daytwo.cluster.KubernetesNode;
import io.daytwo.cluster.PodReference;
import io.daytwo.cluster.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of the cluster with the rights that it ships, no more. */
@Testbed(controlPlanes = 3, workers = 2)
class ClusterClientStory {
    private static final Path RIGHTS = Path.of("../core/src/main/resources/io/daytwo/cluster/daytwo-rbac.yaml");

    @TempDir
    private Path folder;

    /** A certificate of the group that the shipped roles name, as kubeadm makes them for users. */
    private ClusterClient operator(ClusterUnderTest cluster) throws IOException {
        cluster.kubectl("apply", "-f", RIGHTS.toAbsolutePath().normalize().toString());
        String configuration = cluster.kubectl(
                "-n",
                "kube-system",
                "get",
                "configmap",
                "kubeadm-config",
                "-o",
                "jsonpath={.data.ClusterConfiguration}");
        cluster.ssh("root@cp1", "cat > /root/kubeadm.yaml <<'END'\n" + configuration + "\nEND\n");
        String kubeconfig = cluster.ssh(
                "root@cp1",
                "kubeadm kubeconfig user --config /root/kubeadm.yaml --client-name operator --org daytwo:operators 2> /dev/null");
        return ClusterClient.fromKubeconfig(Files.writeString(folder.resolve("operator.conf"), kubeconfig));
    }

    @Test
    void seesTheClusterAlsoWhileAnApiServerIsFrozen(ClusterUnderTest cluster) throws IOException {
        try (ClusterClient client = operator(cluster)) {
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
            ClusterClient direct = client.withEndpoints(
                            servers.stream().map(ApiServer::endpoint).toList())
                    .withDeadline(Duration.ofSeconds(3));
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
        try (ClusterClient client = operator(cluster)) {
            assertThat(client.cordon("w1", "upgrade")).isEqualTo(CordonState.CORDONED_BY_OWNER);
            assertThat(client.cordon("w1", "someone")).isEqualTo(CordonState.CORDONED_BY_ANOTHER);
            assertThat(client.uncordon("w1", "someone")).isEqualTo(CordonState.CORDONED_BY_ANOTHER);
            cluster.kubectl("cordon", "w2");
            assertThat(client.uncordon("w2", "upgrade")).isEqualTo(CordonState.CORDONED_BY_ANOTHER);

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
