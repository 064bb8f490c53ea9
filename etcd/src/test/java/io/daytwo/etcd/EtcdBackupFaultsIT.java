package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.BackupFailedException.Kind;
import io.daytwo.etcd.BackupRefusedException.Reason;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.Tool;
import io.daytwo.etcd.snapshot.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real member that dies, freezes or is cut off while it serves a snapshot of about 8 MiB, and local disks that fill
 * up.
 */
@Timeout(120)
class EtcdBackupFaultsIT {
    @TempDir
    private Path folder;

    private EtcdRig rig;
    private EtcdServer member;
    private CountingProxy proxy;
    private EtcdCluster cluster;

    @BeforeEach
    void start() throws IOException {
        rig = EtcdRig.of(EtcdRelease.LINE_3_6).fast().prepare();
        member = rig.members().get(0);
        proxy = CountingProxy.before(member);
        rig.start();
        Random random = new Random(3);
        for (int i = 0; i < 16; i++) {
            byte[] value = new byte[256 * 1024];
            random.nextBytes(value);
            rig.client().putAll(Map.of("/registry/a" + i, value, "/registry/b" + i, value.clone()));
        }
        cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none());
        Files.writeString(folder.resolve("older.db"), "an older backup");
        Files.writeString(folder.resolve("older.db.json"), "its sidecar");
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        proxy.close();
        rig.close();
    }

    private Path target() {
        return folder.resolve("b.db");
    }

    private EtcdBackup backup() {
        return EtcdBackup.of(cluster).stallLimit(Duration.ofSeconds(2));
    }

    private BackupFailedException failure() {
        return catchThrowableOfType(BackupFailedException.class, () -> backup().save(target()));
    }

    private void onlyOlderBackupsAreThere() {
        assertThat(folder.resolve("older.db")).hasContent("an older backup");
        assertThat(folder.resolve("older.db.json")).hasContent("its sidecar");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("older.db", "older.db.json");
    }

    private void aSecondTrySucceeds() {
        assertThat(backup().save(target()).report().verdict()).isEqualTo(Verdict.INTACT);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("older.db", "older.db.json", "b.db", "b.db.json");
    }

    @ParameterizedTest
    @ValueSource(longs = {60_000, 500_000, 3_000_000, 8_000_000})
    void aConnectionCutMidwayLeavesNothing(long bytes) {
        proxy.after(bytes, () -> {
            proxy.cut();
            return true;
        });
        BackupFailedException failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.MEMBER_FAILED);
        assertThat(failure.received()).isBetween(1L, bytes);
        assertThat(failure.announced()).isGreaterThan(8_000_000);
        onlyOlderBackupsAreThere();
        aSecondTrySucceeds();
    }

    @ParameterizedTest
    @ValueSource(longs = {60_000, 2_000_000, 7_000_000})
    void aMemberKilledMidwayLeavesNothing(long bytes) {
        proxy.after(bytes, () -> {
            member.kill();
            return true;
        });
        BackupFailedException failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.MEMBER_FAILED);
        onlyOlderBackupsAreThere();
        member.start().awaitReady();
        aSecondTrySucceeds();
    }

    @Test
    void aFrozenConnectionIsGivenUp() {
        proxy.after(1_000_000, () -> false);
        BackupFailedException failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.STALLED);
        assertThat(failure.received()).isBetween(1L, 1_000_000L);
        onlyOlderBackupsAreThere();
    }

    @Test
    void aStoppedMemberIsGivenUp() {
        proxy.after(1_000_000, () -> {
            member.pause();
            return true;
        });
        BackupFailedException failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.STALLED);
        onlyOlderBackupsAreThere();
        member.resume();
        aSecondTrySucceeds();
    }

    @ParameterizedTest
    @ValueSource(ints = {-40, -16, -9, -8, -4, -1, 1, 2, 64})
    void aDiskTooSmallByAFewBlocksLeavesNothing(int quarters) throws Exception {
        long needed = settledSize() + (1 << 20);
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Tool.run(Path.of("/bin/mount"), "-t", "tmpfs", "-o", "size=32m,mode=0700", "tmpfs", disk)
                .ok();
        try {
            long free = Math.max(0, needed + quarters * (256L << 10));
            ballast(disk.resolve("ballast"), (32L << 20) - free);
            if (quarters > 0) {
                assertThat(backup().save(disk.resolve("b.db")).report().verdict())
                        .isEqualTo(Verdict.INTACT);
                assertThat(disk.toFile().list()).containsExactlyInAnyOrder("ballast", "b.db", "b.db.json");
            } else {
                var refused =
                        catchThrowableOfType(BackupRefusedException.class, () -> backup().save(disk.resolve("b.db")));
                assertThat(refused.reason()).isEqualTo(Reason.NO_SPACE);
                assertThat(disk.toFile().list()).containsExactly("ballast");
            }
        } finally {
            Tool.run(Path.of("/bin/umount"), disk).ok();
        }
    }

    /** The file grows when a batch is committed, which takes a moment. */
    private long settledSize() throws InterruptedException {
        long before = -1;
        long now = rig.client().status().getDbSize();
        while (now != before) {
            Thread.sleep(400);
            before = now;
            now = rig.client().status().getDbSize();
        }
        return now;
    }

    private static void ballast(Path file, long bytes) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] block = new byte[1 << 20];
            for (long left = bytes; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20_000, 4_000_000, 8_380_000})
    void aDiskThatFillsUpMidwayLeavesNothing(long bytes) throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Tool.run(Path.of("/bin/mount"), "-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs", disk)
                .ok();
        try {
            proxy.after(bytes, () -> {
                fill(disk.resolve("log"));
                return true;
            });
            var failure = catchThrowableOfType(BackupFailedException.class, () -> backup().save(disk.resolve("b.db")));
            assertThat(failure.kind()).isEqualTo(Kind.DISK_FULL);
            assertThat(disk.toFile().list()).containsExactly("log");
        } finally {
            Tool.run(Path.of("/bin/umount"), disk).ok();
        }
    }

    private static void fill(Path log) {
        try (var out = Files.newOutputStream(log)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            // As was meant.
        }
    }
}
