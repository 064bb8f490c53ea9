package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.EtcdTopology;
import io.daytwo.cluster.Topology;
import io.daytwo.retry.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest cluster. */
@Testbed(controlPlanes = 1)
class SingleNodeStory {
    @Test
    void isUpAndWell(ClusterUnderTest cluster) {
        Wellness.expect(cluster);
    }

    @Test
    void isSeenAsSuch(ClusterUnderTest cluster, @TempDir Path folder) throws IOException {
        try (ClusterClient client = Operator.client(cluster, folder)) {
            assertThat(client.topology())
                    .isEqualTo(new Topology(List.of("cp1"), List.of(), EtcdTopology.STACKED, "v" + cluster.version()));
            assertThat(client.kubeadmConfiguration().kubernetesVersion()).isEqualTo("v" + cluster.version());
            cluster.say(client.topology().toString());
        }
    }

    /**
     * By kubeadm and plain commands. Each release brings an etcd of its own, and the member that runs afterwards is
     * that one.
     */
    @Test
    void isUpgradedByHandAndItsEtcdWithIt(ClusterUnderTest cluster) throws IOException, InterruptedException {
        Wellness.expect(cluster);
        String before = running(cluster).orElseThrow().etcd();
        UpgradeByHand.run(cluster);
        Wellness.expect(cluster);
        Running after = Await.forThat("etcd and the API server to answer for themselves")
                .within(Duration.ofMinutes(2))
                .until(() -> running(cluster), Optional::isPresent)
                .orElseThrow();
        assertThat(after.etcd()).isNotEqualTo(before);
        assertThat(after.etcdImage()).contains(":" + after.etcd() + "-");
        assertThat(after.apiServerImage()).endsWith(":v" + cluster.nextVersion());
        cluster.say("Kubernetes " + cluster.version() + " to " + cluster.nextVersion() + ", etcd " + before + " to "
                + after.etcd());
    }

    /** What runs, and what its Pods say. */
    private record Running(String etcd, String etcdImage, String apiServerImage) {}

    /** Empty while there is no answer: a new kubelet makes its static Pods anew, whenever it gets to it. */
    private static Optional<Running> running(ClusterUnderTest cluster) {
        try {
            return Optional.of(new Running(
                    Member.of(cluster).get(0).version(), image(cluster, "etcd"), image(cluster, "kube-apiserver")));
        } catch (RuntimeException | AssertionError e) {
            return Optional.empty();
        }
    }

    private static String image(ClusterUnderTest cluster, String component) {
        return Pod.all(cluster.api()).stream()
                .filter(pod -> pod.name().equals("kube-system/" + component + "-cp1"))
                .findFirst()
                .orElseThrow()
                .image();
    }
}
