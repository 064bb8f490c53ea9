package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.Ports;
import io.etcd.jetcd.api.HashKVResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Members of a restored cluster that come and go, and one of the old cluster that must stay away. */
@Timeout(120)
class RestoredMembershipIT {
    @TempDir
    private Path folder;

    static Stream<EtcdRelease> first() {
        return EtcdRelease.inTurn(0);
    }

    static Stream<EtcdRelease> second() {
        return EtcdRelease.inTurn(1);
    }

    private static String peerUrl() {
        return "http://127.0.0.1:" + Ports.next();
    }

    @ParameterizedTest
    @MethodSource("first")
    void everyMemberIsRestartedTwiceAndOneThatJoinsLaterGetsTheData(EtcdRelease release) {
        Path file = SavedSnapshot.of(release, folder.resolve("snapshot.db"), SavedSnapshot::ofEverything);
        List<RestoredMember> members = Restore.from(Snapshot.open(file))
                .member("cp1", peerUrl())
                .member("cp2", peerUrl(), peerUrl())
                .member("cp3", peerUrl())
                .toDataDirs(folder.resolve("restored"));
        try (BootedCluster cluster = BootedCluster.boot(release, members)) {
            for (int round = 0; round < 2; round++) {
                for (RestoredMember member : members) {
                    cluster.server(member).restart();
                    assertThat(cluster.client(member).put("/restarted/" + member.name(), "again"))
                            .isPositive();
                }
            }
            Map<String, String> all = cluster.client().all();
            assertThat(all).hasSize(SavedSnapshot.KEYS + 3);
            LaterMember later = LaterMember.joinAsLearner(
                    cluster, release, "later", members.get(0).initialCluster());
            assertThat(later.serializable()).isEqualTo(all);
            later.promote();
            assertThat(later.client().all()).isEqualTo(all);
            HashKVResponse hash = cluster.client().hashKv(0);
            assertThat(later.client().hashKv(hash.getHeader().getRevision()).getHash())
                    .isEqualTo(hash.getHash());
        }
    }

    @ParameterizedTest
    @MethodSource("second")
    void aMemberOfTheOldClusterWithItsOldDirectoryStaysOut(EtcdRelease release) {
        Path file = folder.resolve("snapshot.db");
        try (EtcdRig old = EtcdRig.of(release).members(3).fast().start()) {
            assertThat(old.client().put("/kept", "yes")).isPositive();
            Path saved = SavedSnapshot.save(release, old.members().get(0), file);
            assertThat(old.client().put("/lost", "yes")).isPositive();
            old.members().forEach(EtcdServer::stop);
            Restore restore = Restore.from(Snapshot.open(saved));
            for (EtcdServer server : old.members()) {
                restore = restore.member(server.name(), server.peerUrl());
            }
            List<RestoredMember> members = restore.toDataDirs(folder.resolve("restored"));
            try (BootedCluster cluster = BootedCluster.boot(release, members.subList(0, 2))) {
                EtcdServer zombie = old.member("m3").start().awaitLog("cluster ID mismatch", Duration.ofSeconds(30));
                assertThat(zombie.isHealthy()).isFalse();
                assertThat(cluster.client().put("/new", "yes"))
                        .isEqualTo(members.get(0).revision() + 1);
                for (RestoredMember member : members.subList(0, 2)) {
                    assertThat(cluster.client(member).all()).containsOnlyKeys("/kept", "/new");
                }
                zombie.stop();
            }
        }
    }
}
