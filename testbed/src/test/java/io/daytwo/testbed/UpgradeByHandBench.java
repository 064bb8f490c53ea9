package io.daytwo.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What clients see while an operator upgrades by hand. No story: {@code testbed/bench/upgrade-under-load} runs it. */
@Testbed(controlPlanes = 3, workers = 2)
class UpgradeByHandBench {
    @Test
    void losesNoAcknowledgedWrite(ClusterUnderTest cluster) throws IOException, InterruptedException {
        Workload.deploy(cluster);
        try (Load load = cluster.load(20)) {
            Process script = new ProcessBuilder(
                            Path.of("bench", "upgrade-by-hand").toAbsolutePath().toString())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader lines = script.inputReader()) {
                lines.lines().forEach(cluster::say);
                assertThat(script.waitFor(1, TimeUnit.MINUTES)).isTrue();
            } finally {
                script.destroyForcibly();
            }
            LoadReport report = load.stop();
            cluster.say(report.toString());
            assertThat(script.exitValue()).isZero();
            assertThat(report.lost()).isEmpty();
        }
        Wellness.expect(cluster);
    }
}
