package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.BackupRefusedException.Reason;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.snapshot.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another JVM that saves to the same target, alive or killed. */
@Timeout(120)
class EtcdBackupKilledIT {
    @TempDir
    private Path folder;

    /** The other JVM. */
    static final class Saver {
        private Saver() {}

        /** Endpoint and target. */
        public static void main(String[] args) {
            try (EtcdCluster cluster = EtcdCluster.at(List.of(args[0]), EtcdTls.none())) {
                var ignored = EtcdBackup.of(cluster).save(Path.of(args[1]));
            }
        }
    }

    private Process saver(EtcdRig rig) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Saver.class.getName(),
                        rig.endpoints().get(0),
                        folder.resolve("b.db").toString())
                .redirectErrorStream(true)
                .redirectOutput(rig.folder().resolve("saver.log").toFile())
                .start();
    }

    @Test
    void aLivingRunIsLeftAloneAndAKilledOneCleanedUp() throws Exception {
        EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).fast().prepare();
        CountDownLatch midway = new CountDownLatch(1);
        try (rig;
                CountingProxy proxy = CountingProxy.before(rig.members().get(0))) {
            rig.start();
            for (int i = 0; i < 8; i++) {
                rig.client().put("/registry/a" + i, new byte[512 * 1024]);
            }
            proxy.after(1_000_000, () -> {
                midway.countDown();
                return false;
            });
            Process other = saver(rig);
            try (EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
                assertThat(midway.await(60, TimeUnit.SECONDS)).isTrue();
                var refused = catchThrowableOfType(
                        BackupRefusedException.class,
                        () -> EtcdBackup.of(cluster).save(folder.resolve("b.db")));
                assertThat(refused.reason()).isEqualTo(Reason.BUSY);
                rig.members()
                        .get(0)
                        .await(
                                "written",
                                Duration.ofSeconds(20),
                                () -> folder.resolve("b.db.part").toFile().length() > 0);
                assertThat(other.destroyForcibly().waitFor()).isNotZero();
                assertThat(folder.toFile().list()).containsExactly("b.db.part");
                proxy.after(Long.MAX_VALUE, () -> true);
                assertThat(EtcdBackup.of(cluster)
                                .save(folder.resolve("b.db"))
                                .report()
                                .verdict())
                        .isEqualTo(Verdict.INTACT);
                assertThat(folder.toFile().list()).containsExactlyInAnyOrder("b.db", "b.db.json");
            } finally {
                other.destroyForcibly();
            }
        }
    }
}
