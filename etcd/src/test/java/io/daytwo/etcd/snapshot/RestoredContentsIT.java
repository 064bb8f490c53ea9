package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.Ports;
import io.daytwo.etcd.rig.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a snapshot can hold, restored and served by a real etcd, with the revision bumped and not. */
@Timeout(120)
class RestoredContentsIT {
    @TempDir
    private Path folder;

    private ServedState before;

    static Stream<Arguments> contents() {
        return Stream.of(EtcdRelease.values())
                .filter(line -> line == EtcdRelease.LINE_3_6 || Boolean.getBoolean("test.full"))
                .flatMap(line -> Stream.of(Contents.values()).map(contents -> Arguments.of(line, contents)));
    }

    private Restore saved(EtcdRelease release, Contents contents) {
        Path file = folder.resolve("snapshot.db");
        try (EtcdRig rig = contents.shape(release, EtcdRig.of(release).fast()).start()) {
            contents.fill(rig);
            SnapshotDifferentialIT.save(rig, contents, file);
            before = ServedState.of(rig.members().get(0), contents);
        }
        return Restore.from(Snapshot.open(file)).member("cp1", "http://127.0.0.1:" + Ports.next());
    }

    @ParameterizedTest
    @MethodSource("contents")
    void isServedAsItWasAndWritesGoOn(EtcdRelease release, Contents contents) {
        Restore restore = saved(release, contents);
        requireServed(release, contents, restore.keepRevision().toDataDir("cp1", folder.resolve("kept")));
        requireServed(release, contents, restore.toDataDir("cp1", folder.resolve("bumped")));
    }

    private void requireServed(EtcdRelease release, Contents contents, RestoredMember member) {
        HashKv offline =
                Snapshot.open(member.dataDir().resolve("member/snap/db")).hashKv();
        try (BootedCluster cluster = BootedCluster.boot(release, List.of(member))) {
            EtcdServer server = cluster.server(member);
            assertThat(ServedState.of(server, contents)).isEqualTo(before);
            assertThat(ServedState.hash(server, contents)).isEqualTo(offline);
            Tool put = ServedState.etcdctl(server, contents).with("put", "/new", "yes", "-w", "json");
            assertThat(put.run()
                            .json()
                            .getAsJsonObject()
                            .getAsJsonObject("header")
                            .get("revision")
                            .getAsLong())
                    .isEqualTo(member.revision() + 1);
            if (contents == Contents.AUTHENTICATION_ON) {
                Tool anonymous = ServedState.etcdctl(server, Contents.EMPTY).with("put", "/new", "no");
                assertThat(anonymous.run().err()).contains("user name is empty");
            }
        }
    }

    @Test
    void anAlarmThatWasKeptRefusesWritesAndOneThatWasDroppedIsReported() {
        Restore restore = saved(EtcdRelease.LINE_3_6, Contents.ALARM);
        assertThat(restore.toDataDir("cp1", folder.resolve("dropped")).droppedAlarms())
                .extracting(RecordedAlarm::type)
                .containsExactly("NOSPACE");
        RestoredMember member = restore.keepAlarms().toDataDir("cp1", folder.resolve("kept"));
        assertThat(member.droppedAlarms()).isEmpty();
        try (BootedCluster cluster = BootedCluster.boot(EtcdRelease.LINE_3_6, List.of(member))) {
            Tool put =
                    ServedState.etcdctl(cluster.server(member), Contents.ALARM).with("put", "/new", "no");
            assertThat(put.run().err()).contains("database space exceeded");
        }
    }
}
