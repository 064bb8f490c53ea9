package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Restored directories under real servers. */
class RestoreBootIT {
    @TempDir
    private Path folder;

    private static String peerUrl() {
        return "http://127.0.0.1:" + Ports.next();
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void threeMembersServeEveryKeyAtTheSameRevisionAndSurviveRestarts(EtcdRelease release) {
        Path file = SavedSnapshot.of(release, folder.resolve("snapshot.db"), SavedSnapshot::ofEverything);
        List<RestoredMember> members = Restore.from(Snapshot.open(file))
                .member("cp1", peerUrl())
                .member("cp2", peerUrl())
                .member("cp3", peerUrl())
                .keepRevision()
                .toDataDirs(folder.resolve("restored"));
        try (BootedCluster cluster = BootedCluster.boot(release, members)) {
            Map<String, String> all = cluster.client().all();
            assertThat(all).hasSize(121).containsEntry("/registry/configmaps/a/8", "again");
            long next = cluster.client().put("/registry/new", "one");
            assertThat(next).isEqualTo(members.get(0).revision() + 1);
        }
    }
}
