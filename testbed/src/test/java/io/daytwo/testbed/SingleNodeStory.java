package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.EtcdTopology;
import io.daytwo.cluster.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
        String before = etcdVersion(cluster);
        UpgradeByHand.run(cluster);
        Wellness.expect(cluster);
        String after = etcdVersion(cluster);
        assertThat(after).isNotEqualTo(before);
        assertThat(image(cluster, "etcd")).contains(":" + after + "-");
        assertThat(image(cluster, "kube-apiserver")).endsWith(":v" + cluster.nextVersion());
        cluster.say("Kubernetes " + cluster.version() + " to " + cluster.nextVersion() + ", etcd " + before + " to "
                + after);
    }

    private static String etcdVersion(ClusterUnderTest cluster) {
        return Member.of(cluster).get(0).version();
    }

    private static String image(ClusterUnderTest cluster, String component) {
        return Pod.all(cluster.api()).stream()
                .filter(pod -> pod.name().equals("kube-system/" + component + "-cp1"))
                .findFirst()
                .orElseThrow()
                .image();
    }
}
