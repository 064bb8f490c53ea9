package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The smallest cluster. */
@Testbed(controlPlanes = 1)
class SingleNodeStory {
    @Test
    void isUpAndWell(ClusterUnderTest cluster) {
        Wellness.expect(cluster);
    }

    /** As the upgrade documentation begins: the new kubeadm, and what it would do. */
    @Test
    void canBeUpgradedAsKubeadmSees(ClusterUnderTest cluster) {
        String minor = cluster.nextVersion().replaceFirst("\\.[0-9]+$", "");
        cluster.ssh("root@cp1", "sed -i 's|:/v1[.][0-9]*/|:/v" + minor + "/|' /etc/apt/sources.list.d/kubernetes.list");
        cluster.ssh("root@cp1", "apt-get update -q");
        cluster.ssh(
                "root@cp1",
                "apt-get install -q -y --allow-change-held-packages kubeadm=" + cluster.nextVersion() + "-1.1");
        String plan = cluster.ssh(
                "root@cp1",
                "kubeadm upgrade plan v" + cluster.nextVersion() + " --ignore-preflight-errors="
                        + cluster.ignoredPreflightErrors());
        assertThat(plan)
                .contains("kubeadm upgrade apply v" + cluster.nextVersion())
                .containsPattern("kube-apiserver +cp1 +v" + cluster.version() + " +v" + cluster.nextVersion())
                .containsPattern("etcd +cp1 +3[.]");
        cluster.say("kubeadm upgrade plan: " + cluster.version() + " to " + cluster.nextVersion() + " can be applied");
    }
}
