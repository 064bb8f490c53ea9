package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.daytwo.etcd.BackupRefusedException.Reason;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.Tool;
import io.daytwo.etcd.snapshot.Verdict;
import io.daytwo.progress.ProgressEvent;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.MemberAddRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clusters of which not every member may be backed up. */
class EtcdBackupMembersIT {
    private static final int CORRUPT = 2;

    @TempDir
    private Path folder;

    private Path target() {
        return folder.resolve("b.db");
    }

    private JsonObject sidecar() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("b.db.json")))
                .getAsJsonObject();
    }

    private Reason refusal(EtcdBackup backup) {
        var refused = catchThrowableOfType(BackupRefusedException.class, () -> backup.save(target()));
        assertThat(folder).isEmptyDirectory();
        return refused.reason();
    }

    @Test
    void refusesALearner() throws IOException {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            EtcdServer learner = rig.spare("m2", EtcdRelease.LINE_3_6);
            var added = rig.client("m1")
                    .cluster()
                    .memberAdd(MemberAddRequest.newBuilder()
                            .addPeerURLs(learner.peerUrl())
                            .setIsLearner(true)
                            .build());
            assertThat(added.getMember().getIsLearner()).isTrue();
            learner.start().awaitServing();
            rig.client("m1").put("/registry/a", "b");
            learner.await(
                    "published",
                    Duration.ofSeconds(20),
                    () -> cluster.members().byName("m2").isPresent());
            assertThat(refusal(EtcdBackup.of(cluster).from("m2"))).isEqualTo(Reason.LEARNER);
            assertThat(EtcdBackup.of(cluster).save(target()).report().totalKeys())
                    .isEqualTo(1);
            assertThat(sidecar().getAsJsonObject("member").get("name").getAsString())
                    .isEqualTo("m1");
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void refusesUnderACorruptAlarm(EtcdRelease release) throws IOException {
        try (EtcdRig rig = EtcdRig.of(release).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            rig.client().put("/registry/a", "b");
            var raised = rig.client()
                    .maintenance()
                    .alarm(AlarmRequest.newBuilder()
                            .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                            .setMemberID(rig.client().status().getHeader().getMemberId())
                            .setAlarmValue(CORRUPT)
                            .build());
            assertThat(raised.getAlarmsCount()).isEqualTo(1);
            assertThat(refusal(EtcdBackup.of(cluster))).isEqualTo(Reason.CORRUPT_ALARM);
            assertThat(EtcdBackup.of(cluster)
                            .acceptDivergence()
                            .save(target())
                            .report()
                            .verdict())
                    .isEqualTo(Verdict.INTACT);
            assertThat(sidecar().getAsJsonArray("warnings").toString()).contains("CORRUPT");
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void toleratesANoSpaceAlarmWithAWarning(EtcdRelease release) throws IOException {
        try (EtcdRig rig = EtcdRig.of(release).quota(4 << 20).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            int written = 0;
            try {
                while (written < 100) {
                    rig.client().put("/registry/a" + written, new byte[512 * 1024]);
                    written++;
                }
            } catch (io.grpc.StatusRuntimeException e) {
                assertThat(e.getStatus().getDescription()).contains("database space exceeded");
            }
            assertThat(written).isBetween(1, 99);
            assertThat(EtcdBackup.of(cluster).save(target()).report().verdict()).isEqualTo(Verdict.INTACT);
            assertThat(sidecar().getAsJsonArray("warnings").toString()).contains("NOSPACE");
        }
    }

    @Test
    void savesWithoutQuorumAndSaysSo() throws IOException {
        try (EtcdRig rig = EtcdRig.of(EtcdRelease.LINE_3_6).members(3).fast().start();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            rig.client().put("/registry/a", "b");
            rig.member("m2").kill();
            rig.member("m3").kill();
            List<String> told = new ArrayList<>();
            EtcdBackup backup = EtcdBackup.of(cluster).onProgress(event -> {
                if (event instanceof ProgressEvent.Warned) {
                    told.add(event.message());
                }
            });
            assertThat(backup.save(target()).report().totalKeys()).isEqualTo(1);
            assertThat(told).anyMatch(line -> line.contains("b.db") && line.contains("without quorum"));
            assertThat(sidecar().get("quorum").getAsString()).isEqualTo("no quorum");
            assertThat(sidecar().getAsJsonArray("warnings").toString()).contains("without quorum", "m2", "m3");
        }
    }

    @ParameterizedTest
    @EnumSource(EtcdRelease.class)
    void refusesMembersThatDisagree(EtcdRelease release) throws IOException {
        try (EtcdRig rig = EtcdRig.of(release).members(2).fast().prepare();
                EtcdCluster cluster = EtcdCluster.at(rig.endpoints(), EtcdTls.none())) {
            restore(release, rig, rig.member("m1"), snapshotWith(release, rig, "one"));
            restore(release, rig, rig.member("m2"), snapshotWith(release, rig, "two"));
            rig.start();
            assertThat(rig.client("m1").put("/registry/b", "same")).isEqualTo(3);
            var disagree = catchThrowableOfType(
                    MembersDisagreeException.class, () -> EtcdBackup.of(cluster).save(target()));
            assertThat(folder).isEmptyDirectory();
            assertThat(disagree.hashes())
                    .hasSize(2)
                    .allSatisfy(hash -> assertThat(hash.revision()).isEqualTo(3));
            assertThat(disagree.hashes().get(0).hash())
                    .isNotEqualTo(disagree.hashes().get(1).hash());
            assertThat(EtcdBackup.of(cluster)
                            .from("m2")
                            .acceptDivergence()
                            .save(target())
                            .report()
                            .verdict())
                    .isEqualTo(Verdict.INTACT);
            assertThat(sidecar().getAsJsonArray("warnings").toString()).contains("disagree");
        }
    }

    private static Path snapshotWith(EtcdRelease release, EtcdRig home, String value) {
        Path snapshot = home.folder().resolve(value + ".db");
        try (EtcdRig other = EtcdRig.of(release).fast().start()) {
            other.client().put("/registry/a", value);
            Tool.run(release.etcdctl(), "--endpoints", other.endpoints().get(0), "snapshot", "save", snapshot)
                    .ok();
        }
        return snapshot;
    }

    private static void restore(EtcdRelease release, EtcdRig rig, EtcdServer member, Path snapshot) {
        List<String> argv = List.of(
                "snapshot",
                "restore",
                snapshot.toString(),
                "--name=" + member.name(),
                "--data-dir=" + member.dataDir(),
                "--initial-cluster=" + rig.initialCluster(),
                "--initial-cluster-token=one-token",
                "--initial-advertise-peer-urls=" + member.peerUrl());
        Tool.run(release.etcdutl(), argv.toArray()).ok();
    }
}
