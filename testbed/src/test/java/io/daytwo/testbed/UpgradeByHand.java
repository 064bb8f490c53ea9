package io.daytwo.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The runbook to beat: {@code testbed/bench/upgrade-by-hand} on a story's cluster. */
final class UpgradeByHand {
    private UpgradeByHand() {}

    /** Upgrades every node, saying seconds per step; a gate that does not hold fails the story. */
    static void run(ClusterUnderTest cluster) throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        Path.of("bench", "upgrade-by-hand").toAbsolutePath().toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = script.inputReader()) {
            lines.lines().forEach(cluster::say);
            if (!script.waitFor(1, TimeUnit.MINUTES) || script.exitValue() != 0) {
                throw new AssertionError("the upgrade by hand did not end well");
            }
        } finally {
            script.destroyForcibly();
        }
    }
}
