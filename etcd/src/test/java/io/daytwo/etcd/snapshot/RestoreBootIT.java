package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.Ports;
import io.etcd.jetcd.api.HashKVResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Restored directories under real servers, started with nothing but the flags the restore gave. */
@Timeout(120)
class RestoreBootIT {
    @TempDir
    private Path folder;

    private static String peerUrl() {
        return "http://127.0.0.1:" + Ports.next();
    }

    private Restore three(Path file) {
        return Restore.from(Snapshot.open(file))
                .member("cp1", peerUrl())
                .member("cp2", peerUrl(), peerUrl())
                .member("cp3", peerUrl());
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void threeMembersServeWhatWasSavedAndAgreeWithOurOfflineHash(EtcdRelease release) {
        Map<String, String> saved = new TreeMap<>();
        Path file = SavedSnapshot.of(release, folder.resolve("snapshot.db"), client -> {
            SavedSnapshot.ofEverything(client);
            saved.putAll(client.all());
        });
        List<RestoredMember> members =
                three(file).keepRevision().forEtcd(release.version()).toDataDirs(folder.resolve("restored"));
        HashKv offline = Snapshot.open(file).hashKv();
        try (BootedCluster cluster = BootedCluster.boot(release, members)) {
            for (RestoredMember member : members) {
                assertThat(cluster.client(member).all()).isEqualTo(saved);
                HashKVResponse hash = cluster.client(member).hashKv(offline.revision());
                assertThat(Integer.toUnsignedLong(hash.getHash())).isEqualTo(offline.hash());
                assertThat(hash.getCompactRevision()).isEqualTo(offline.compactRevision());
                assertThat(cluster.client(member).status().getHeader().getMemberId())
                        .isEqualTo(member.memberId());
                assertThat(cluster.client(member).status().getHeader().getClusterId())
                        .isEqualTo(member.clusterId());
            }
            assertThat(cluster.client().put("/new", "one")).isEqualTo(offline.revision() + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void theRevisionGoesForwardAndEverythingBeforeIsCompacted(EtcdRelease release) {
        Path file = SavedSnapshot.of(release, folder.resolve("snapshot.db"), SavedSnapshot::ofEverything);
        RestoredMember member = Restore.from(Snapshot.open(file))
                .member("cp1", peerUrl())
                .bumpRevisionBy(10_000)
                .toDataDir("cp1", folder.resolve("etcd"));
        assertThat(member.revision()).isEqualTo(member.snapshotRevision() + 10_000);
        try (BootedCluster cluster = BootedCluster.boot(release, List.of(member))) {
            assertThat(cluster.client().all()).hasSize(SavedSnapshot.KEYS);
            for (long old : List.of(1L, member.snapshotRevision(), member.revision() - 1)) {
                assertThat(Watched.from(cluster.client(), old).compactRevision())
                        .isEqualTo(member.revision());
            }
            assertThat(cluster.client().put("/new", "one")).isEqualTo(member.revision() + 1);
            assertThat(Watched.from(cluster.client(), member.revision() + 1).revision())
                    .isEqualTo(member.revision() + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void oneMemberWithItsLogApart(EtcdRelease release) throws Exception {
        Path file = SavedSnapshot.of(release, folder.resolve("snapshot.db"), SavedSnapshot::ofEverything);
        RestoredMember member = Restore.from(Snapshot.open(file))
                .member("cp1", peerUrl())
                .walDir(Files.createDirectory(folder.resolve("disk")).resolve("wal"))
                .toDataDir("cp1", Files.createDirectory(folder.resolve("etcd")));
        try (BootedCluster cluster = BootedCluster.boot(release, List.of(member))) {
            assertThat(cluster.client().all()).hasSize(SavedSnapshot.KEYS);
            cluster.server(member).restart();
            assertThat(cluster.client().put("/new", "one")).isEqualTo(member.revision() + 1);
            assertThat(member.dataDir().resolve("member/wal")).doesNotExist();
        }
    }

    /**
     * Not over all three at once: etcd 3.7 panics on what 3.5 has written to its log, restored or not, as long as that
     * is there, which is 10,000 writes.
     */
    @ParameterizedTest
    @CsvSource({"LINE_3_5, LINE_3_6", "LINE_3_6, LINE_3_7"})
    void aSnapshotOfTheOldestLineIsServedByALineAndThenByTheNext(EtcdRelease first, EtcdRelease next) {
        Path file = SavedSnapshot.of(EtcdRelease.LINE_3_5, folder.resolve("snapshot.db"), SavedSnapshot::ofEverything);
        List<RestoredMember> members = three(file).toDataDirs(folder.resolve("restored"));
        for (EtcdRelease release : List.of(first, next)) {
            try (BootedCluster cluster = BootedCluster.boot(release, members)) {
                assertThat(cluster.client().put("/on/" + release, "one")).isPositive();
                assertThat(cluster.client().all()).hasSizeGreaterThan(SavedSnapshot.KEYS);
                cluster.awaitClusterVersion(release);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void etcdVerifiesItsOwnStateAndFindsNothing(EtcdRelease release) {
        Path file = SavedSnapshot.of(release, folder.resolve("snapshot.db"), SavedSnapshot::ofEverything);
        RestoredMember member =
                Restore.from(Snapshot.open(file)).member("cp1", peerUrl()).toDataDir("cp1", folder.resolve("etcd"));
        try (BootedCluster cluster = BootedCluster.boot(release, List.of(member), EtcdServer::verifyingItself)) {
            assertThat(cluster.client().all()).hasSize(SavedSnapshot.KEYS);
            cluster.server(member).stop();
            assertThat(cluster.server(member).log())
                    .anyMatch(line -> line.contains("verification of persisted state successful"))
                    .noneMatch(line -> line.contains("verification of persisted state failed"));
        }
    }
}
