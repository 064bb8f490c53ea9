package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same files read by us, by etcdutl of three lines, and the hash of the member they came from. */
class SnapshotDifferentialIT {
    @TempDir
    private Path folder;

    static Stream<Arguments> everyLineAndContent() {
        return Stream.of(EtcdRelease.values())
                .flatMap(line -> Stream.of(Contents.values()).map(contents -> Arguments.of(line, contents)));
    }

    @ParameterizedTest
    @MethodSource("everyLineAndContent")
    void agreesWithEtcdutlAndTheMember(EtcdRelease release, Contents contents) throws IOException {
        Path file = folder.resolve("snapshot.db");
        try (EtcdRig rig = contents.shape(release, EtcdRig.of(release).fast()).start()) {
            contents.fill(rig);
            save(rig, contents, file);
            Snapshot snapshot = Snapshot.open(file);
            assertThat(snapshot.report().verdict()).isEqualTo(Verdict.INTACT);
            compareStatus(file, snapshot.report());
            compareHashes(file, snapshot, contents);
            if (contents != Contents.AUTHENTICATION_ON) {
                compareWithMember(rig, snapshot);
            }
        }
    }

    static void save(EtcdRig rig, Contents contents, Path file) {
        Tool ctl = Tool.of(
                EtcdRelease.LINE_3_6.etcdctl(),
                "--endpoints",
                rig.members().get(0).clientUrl());
        Tool asRoot = contents == Contents.AUTHENTICATION_ON ? ctl.with("--user", "root:secret") : ctl;
        asRoot.with("snapshot", "save", file).run().ok();
    }

    private static void compareStatus(Path file, SnapshotReport report) {
        for (EtcdRelease line : EtcdRelease.values()) {
            JsonObject status = Tool.run(line.etcdutl(), "snapshot", "status", file, "-w", "json")
                    .json()
                    .getAsJsonObject();
            assertThat(report.hash()).isEqualTo(status.get("hash").getAsLong());
            assertThat(report.revision()).isEqualTo(status.get("revision").getAsLong());
            assertThat(report.totalSize()).isEqualTo(status.get("totalSize").getAsLong());
            boolean old = line == EtcdRelease.LINE_3_5;
            assertThat(old ? report.totalRecords() : report.totalKeys())
                    .isEqualTo(status.get("totalKey").getAsLong());
            assertThat(report.version())
                    .isEqualTo(old ? report.version() : status.get("version").getAsString());
        }
    }

    /** hashkv of 3.6 panics on leases, and writes to the file it reads. */
    private void compareHashes(Path file, Snapshot snapshot, Contents contents) throws IOException {
        for (EtcdRelease line : List.of(EtcdRelease.LINE_3_6, EtcdRelease.LINE_3_7)) {
            if (contents == Contents.LEASES && line == EtcdRelease.LINE_3_6) {
                continue;
            }
            HashKv latest = snapshot.hashKv();
            assertThat(latest).isEqualTo(etcdutl(line, file, 0));
            long oldest = Math.max(1, latest.compactRevision());
            for (long revision : new long[] {oldest, (oldest + latest.revision()) / 2, latest.revision()}) {
                assertThat(snapshot.hashKv(revision)).isEqualTo(etcdutl(line, file, revision));
            }
        }
    }

    private HashKv etcdutl(EtcdRelease line, Path file, long revision) throws IOException {
        Path copy = folder.resolve("copy.db");
        Files.deleteIfExists(copy);
        Files.copy(file, copy);
        JsonObject hash = Tool.run(line.etcdutl(), "hashkv", copy, "--rev", revision, "-w", "json")
                .json()
                .getAsJsonObject();
        return new HashKv(
                hash.get("hash").getAsLong(),
                hash.get("hashRevision").getAsLong(),
                hash.get("compactRevision").getAsLong());
    }

    /**
     * Asked for the revision of a compaction, a member answers what it kept of that compaction; so it is not asked so.
     */
    private static void compareWithMember(EtcdRig rig, Snapshot snapshot) {
        HashKv latest = snapshot.hashKv();
        var member = rig.client().hashKv(0);
        assertThat(Integer.toUnsignedLong(member.getHash())).isEqualTo(latest.hash());
        assertThat(member.getHeader().getRevision()).isEqualTo(latest.revision());
        assertThat(member.getCompactRevision()).isEqualTo(latest.compactRevision());
    }

    @ParameterizedTest
    @EnumSource
    void readsADatabaseThatEtcdutlRestoredAndBumped(Contents contents) throws IOException {
        EtcdRelease release = EtcdRelease.LINE_3_6;
        Path file = folder.resolve("snapshot.db");
        try (EtcdRig rig = contents.shape(release, EtcdRig.of(release).fast()).start()) {
            contents.fill(rig);
            save(rig, contents, file);
        }
        Path restored = folder.resolve("restored");
        Tool.run(
                        release.etcdutl(),
                        "snapshot",
                        "restore",
                        file,
                        "--data-dir",
                        restored,
                        "--bump-revision",
                        1_000_000,
                        "--mark-compacted")
                .ok();
        Path database = restored.resolve("member/snap/db");
        Snapshot raw = Snapshot.open(database);
        assertThat(raw.report().verdict()).isEqualTo(Verdict.UNHASHED);
        compareStatus(database, raw.report());
        assertThat(raw.hashKv()).isEqualTo(etcdutl(EtcdRelease.LINE_3_7, database, 0));
    }
}
