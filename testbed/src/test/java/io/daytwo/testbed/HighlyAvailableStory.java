package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Three control planes with etcd beside each, two workers: the cluster most stories are about. */
@Testbed(controlPlanes = 3, workers = 2)
class HighlyAvailableStory {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void isUpAndWellAndRunsWhatItsImagesSay(ClusterUnderTest cluster) {
        Workload.deploy(cluster);
        Wellness.expect(cluster);
        List<Pod> etcds = Pod.all(cluster.api()).stream()
                .filter(pod -> pod.name().startsWith("kube-system/etcd-"))
                .toList();
        assertThat(etcds).hasSize(3).allSatisfy(pod -> {
            String tag = pod.image().substring(pod.image().lastIndexOf(':') + 1);
            assertThat(Member.of(cluster))
                    .extracting(Member::version)
                    .containsOnly(tag.replaceFirst("^v", "").replaceFirst("-[0-9]+$", ""));
        });
        cluster.say("etcd is what its image says: " + etcds.get(0).image());
    }

    @Test
    void losesNoAcknowledgedWriteWhenAControlPlaneCrashes(ClusterUnderTest cluster) throws InterruptedException {
        String leader = cluster.controlPlanes().get(leading(Member.of(cluster), cluster));
        try (Load load = cluster.load(20)) {
            TimeUnit.SECONDS.sleep(10);
            cluster.faults().crash(leader);
            TimeUnit.SECONDS.sleep(20);
            cluster.faults().boot(leader);
            cluster.awaitReadyz(LIMIT);
            TimeUnit.SECONDS.sleep(5);
            LoadReport report = load.stop();
            cluster.say("crash and boot of the leader " + leader + ": " + report);
            assertThat(report.lost()).isEmpty();
            assertThat(report.availability()).isGreaterThan(0.5);
            assertThat(report.longestGap()).isLessThan(Duration.ofSeconds(30));
        }
        Wellness.expect(cluster);
    }

    private static int leading(List<Member> members, ClusterUnderTest cluster) {
        String endpoint = members.stream()
                .filter(Member::leader)
                .findFirst()
                .orElseThrow()
                .endpoint();
        return cluster.controlPlanes().stream()
                .map(cluster::address)
                .map(address -> "https://" + address + ":2379")
                .toList()
                .indexOf(endpoint);
    }
}
