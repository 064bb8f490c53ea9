package io.daytwo.etcd.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Broken snapshots: each is judged with a report or {@code SnapshotCorruptedException}, in 64 MB of heap and bounded
 * time; whatever is accepted, etcd's own restore accepts and restores to the same revision, keys and HashKV. The number
 * comes from {@code -Dmutants}, the seed from {@code -Dmutants.seed}. Holes are kept in {@code target/mutants}.
 */
class SnapshotMutationIT {
    private static final long MUTANTS = Long.getLong("mutants", Boolean.getBoolean("test.full") ? 10_000_000 : 120_000);
    private static final long SEED = Long.getLong("mutants.seed", 20261121);
    private static final double MOST_ACCEPTED = 0.25;
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) mutants, (\\d+) accepted");

    @Test
    void acceptsNothingThatEtcdRejectsAndRestoresTheRestAlike() throws IOException {
        Path oracle = Oracle.built();
        Path memory = Path.of("/dev/shm");
        Path work = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "daytwo-mutants-")
                : Files.createTempDirectory("daytwo-mutants-");
        Path keep = Path.of("target/mutants").toAbsolutePath();
        try {
            Path bases = Files.createDirectory(work.resolve("bases"));
            new BaseSnapshots(bases, oracle).write();
            Tool.Outcome run = Tool.of(Path.of(System.getProperty("java.home"), "bin", "java"))
                    .with("-Xmx64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"))
                    .with(MutationRun.class.getName(), bases, SEED, 0, MUTANTS, work, oracle, keep)
                    .timeout(Duration.ofSeconds(300 + MUTANTS / 100))
                    .run();
            System.out.println(run.out());
            assertThat(run.exit()).as("%s%s", run.out(), run.err()).isZero();
            Matcher summary = SUMMARY.matcher(run.out());
            assertThat(summary.find()).isTrue();
            long accepted = Long.parseLong(summary.group(2));
            assertThat(Long.parseLong(summary.group(1))).isEqualTo(MUTANTS);
            assertThat(accepted).isBetween(MUTANTS / 100, (long) (MUTANTS * MOST_ACCEPTED));
        } finally {
            EtcdRig.deleteTree(work);
        }
    }
}
