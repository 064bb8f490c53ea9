package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
