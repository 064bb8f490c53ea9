package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What clients see while an operator upgrades by hand. No story: {@code testbed/bench/upgrade-under-load} runs it. */
@Testbed(controlPlanes = 3, workers = 2)
class UpgradeByHandBench {
    @Test
    void losesNoAcknowledgedWrite(ClusterUnderTest cluster) throws IOException, InterruptedException {
        Workload.deploy(cluster);
        try (Load load = cluster.load(20)) {
            UpgradeByHand.run(cluster);
            LoadReport report = load.stop();
            cluster.say(report.toString());
            assertThat(report.lost()).isEmpty();
        }
        Wellness.expect(cluster);
    }
}
