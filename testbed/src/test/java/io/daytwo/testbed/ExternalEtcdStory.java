package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.EtcdTopology;
import io.daytwo.cluster.Topology;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** etcd on hosts of its own, as systemd units. */
@Testbed(controlPlanes = 1, externalEtcds = 3)
class ExternalEtcdStory {
    @Test
    void isUpAndWell(ClusterUnderTest cluster) {
        Wellness.expect(cluster);
        assertThat(Pod.all(cluster.api())).extracting(Pod::name).noneMatch(name -> name.contains("etcd"));
        cluster.say("no etcd Pod, members "
                + Member.of(cluster).stream().map(Member::endpoint).toList());
    }

    @Test
    void isSeenAsSuch(ClusterUnderTest cluster, @TempDir Path folder) throws IOException {
        try (ClusterClient client = Operator.client(cluster, folder)) {
            Topology topology = client.topology();
            assertThat(topology.controlPlanes()).containsExactly("cp1");
            assertThat(topology.etcd()).isEqualTo(EtcdTopology.EXTERNAL);
            assertThat(client.kubeadmConfiguration().etcdEndpoints())
                    .containsExactlyInAnyOrderElementsOf(
                            Member.of(cluster).stream().map(Member::endpoint).toList());
            cluster.say(topology.toString());
        }
    }
}
