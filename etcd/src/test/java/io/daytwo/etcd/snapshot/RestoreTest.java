package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.internal.wal.RestoredLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore leaves, seen by the reader. */
class RestoreTest {
    @TempDir
    private Path folder;

    private Path file;
    private Path target;

    @BeforeEach
    void write() {
        file = new SmallSnapshot()
                .alarm(SmallSnapshot.MEMBER, 1)
                .member(7, "watcher", true)
                .writeTo(folder.resolve("snapshot.db"));
        target = folder.resolve("etcd");
    }

    private Restore restore() {
        return Restore.from(Snapshot.open(file))
                .member("cp1", "https://10.0.0.11:2380")
                .token("restored-1");
    }

    private static SnapshotReport reportOf(Path dataDir) {
        return Snapshot.open(dataDir.resolve("member/snap/db")).verify();
    }

    private static List<String> modes(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            List<String> modes = new ArrayList<>();
            for (Path path : all.sorted().toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                modes.add(tree.relativize(path) + " " + mode);
            }
            return modes;
        }
    }

    @Test
    void leavesTheThreeFilesAndNothingBesideThemReadableByTheOwnerAlone() throws IOException {
        RestoredMember member = restore().toDataDir("cp1", target);
        assertThat(modes(member.dataDir()))
                .containsExactly(
                        " rwx------",
                        "member rwx------",
                        "member/snap rwx------",
                        "member/snap/0000000000000001-0000000000000001.snap rw-------",
                        "member/snap/db rw-------",
                        "member/wal rwx------",
                        "member/wal/" + RestoredLog.FILE_NAME + " rw-------");
        assertThat(folder)
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
    }

    @Test
    void goesForwardByABillionAndMarksAllBeforeAsCompacted() {
        RestoredMember member = restore().toDataDir("cp1", target);
        assertThat(member.snapshotRevision()).isEqualTo(SmallSnapshot.REVISION);
        assertThat(member.revision()).isEqualTo(1_000_000_041L);
        assertThat(reportOf(target).revision()).isEqualTo(1_000_000_041L);
        assertThat(reportOf(target).compactRevision()).isEqualTo(1_000_000_041L);
    }

    @Test
    void goesAsFarAsAskedOrStays() {
        assertThat(restore().bumpRevisionBy(1).toDataDir("cp1", target).revision())
                .isEqualTo(42);
        assertThat(restore()
                        .revisionAtLeast(5000)
                        .toDataDir("cp1", folder.resolve("b"))
                        .revision())
                .isEqualTo(5000);
        assertThat(restore()
                        .revisionAtLeast(7)
                        .toDataDir("cp1", folder.resolve("c"))
                        .revision())
                .isEqualTo(42);
        RestoredMember kept = restore().keepRevision().toDataDir("cp1", folder.resolve("d"));
        assertThat(kept.revision()).isEqualTo(41);
        assertThat(reportOf(kept.dataDir()).compactRevision()).isEqualTo(-1);
        assertThat(reportOf(kept.dataDir()).totalKeys())
                .isEqualTo(Snapshot.open(file).verify().totalKeys());
    }

    @Test
    void goesForwardFromTheCompactRevisionWhenThatIsHigher() {
        file = new SmallSnapshot().compacted(90).writeTo(folder.resolve("compacted.db"));
        RestoredMember member = restore().bumpRevisionBy(10).toDataDir("cp1", target);
        assertThat(member.snapshotRevision()).isEqualTo(90);
        assertThat(member.revision()).isEqualTo(100);
    }

    @Test
    void writesTheNewMembersAndWhereRaftStands() {
        RestoredMember member = restore()
                .member("cp2", "https://10.0.0.12:2380", "https://[fd00::12]:2380")
                .toDataDir("cp2", target);
        SnapshotReport report = reportOf(target);
        assertThat(report.members()).extracting(RecordedMember::name).containsExactlyInAnyOrder("cp1", "cp2");
        assertThat(report.members()).noneMatch(RecordedMember::learner);
        assertThat(report.members()).extracting(RecordedMember::id).contains(member.memberId());
        assertThat(report.consistentIndex()).isEqualTo(2);
        assertThat(report.term()).isEqualTo(1);
    }

    @Test
    void dropsAlarmsAndLearnersAndSaysSo() {
        RestoredMember member = restore().toDataDir("cp1", target);
        assertThat(member.droppedAlarms()).containsExactly(new RecordedAlarm(SmallSnapshot.MEMBER, "NOSPACE"));
        assertThat(member.leftOut()).extracting(RecordedMember::name).containsExactly("watcher");
        assertThat(reportOf(target).alarms()).isEmpty();
    }

    @Test
    void keepsAlarmsWhenAsked() {
        RestoredMember member = restore().keepAlarms().toDataDir("cp1", target);
        assertThat(member.droppedAlarms()).isEmpty();
        assertThat(reportOf(target).alarms()).hasSize(1);
    }

    @Test
    void tellsWhatToStartEtcdWith() {
        RestoredMember member =
                restore().member("cp2", "https://[fd00::12]:2380").toDataDir("cp1", target);
        assertThat(member.etcdFlags().list())
                .containsExactly(
                        "--name=cp1",
                        "--data-dir=" + target,
                        "--initial-advertise-peer-urls=https://10.0.0.11:2380",
                        "--initial-cluster=cp1=https://10.0.0.11:2380,cp2=https://[fd00::12]:2380",
                        "--initial-cluster-token=restored-1",
                        "--initial-cluster-state=existing");
        assertThat(member.etcdFlags())
                .hasToString("--name=cp1 --data-dir=" + target
                        + " --initial-advertise-peer-urls=https://10.0.0.11:2380"
                        + " '--initial-cluster=cp1=https://10.0.0.11:2380,cp2=https://[fd00::12]:2380'"
                        + " --initial-cluster-token=restored-1 --initial-cluster-state=existing");
    }

    @Test
    void putsTheLogElsewhereAndSaysSo() throws IOException {
        Path wal = folder.resolve("wal");
        RestoredMember member = restore().walDir(wal).toDataDir("cp1", target);
        assertThat(member.walDir()).isEqualTo(wal);
        assertThat(member.etcdFlags().list()).contains("--wal-dir=" + wal);
        assertThat(modes(wal)).containsExactly(" rwx------", RestoredLog.FILE_NAME + " rw-------");
        assertThat(target.resolve("member/wal")).doesNotExist();
    }

    @Test
    void fillsAnEmptyDirectoryAndLeavesItsModeAlone() throws IOException {
        Path wal = Files.createDirectory(folder.resolve("wal"));
        Files.createDirectory(target);
        Files.createDirectory(target.resolve("lost+found"));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-x---"));
        RestoredMember member = restore().walDir(wal).toDataDir("cp1", target);
        assertThat(modes(target)).contains(" rwxr-x---", "lost+found rwxr-xr-x", "member/snap/db rw-------");
        assertThat(target).isDirectoryNotContaining("glob:**/.*");
        assertThat(wal).isDirectoryContaining("glob:**.wal");
        assertThat(reportOf(member.dataDir()).revision()).isEqualTo(member.revision());
    }

    @Test
    void writesAllMembersUnderOneFreshToken() {
        Restore all = Restore.from(Snapshot.open(file))
                .member("cp2", "https://10.0.0.12:2380")
                .member("cp1", "https://10.0.0.11:2380");
        List<RestoredMember> first = all.toDataDirs(folder.resolve("one"));
        List<RestoredMember> second = all.toDataDirs(folder.resolve("two"));
        assertThat(first).extracting(RestoredMember::name).containsExactly("cp2", "cp1");
        assertThat(first)
                .extracting(RestoredMember::token)
                .containsOnly(first.get(0).token());
        assertThat(first)
                .extracting(RestoredMember::clusterId)
                .containsOnly(first.get(0).clusterId());
        assertThat(first)
                .extracting(RestoredMember::snapshotSha256)
                .containsOnly(Snapshot.open(file).verify().sha256());
        assertThat(first.get(0).dataDir()).isEqualTo(folder.resolve("one/cp2"));
        assertThat(second.get(0).token()).isNotEqualTo(first.get(0).token());
        assertThat(second.get(0).memberId()).isNotEqualTo(first.get(0).memberId());
    }

    @Test
    void aLoneMemberNeedsNoToken() {
        RestoredMember member = Restore.from(Snapshot.open(file))
                .member("cp1", "https://10.0.0.11:2380")
                .toDataDir("cp1", target);
        assertThat(member.token()).startsWith("restored-");
    }

    @Test
    void takesAFileWithoutHashOnlyOnConsentAndWhatFollowsItsPagesNotAtAll() throws IOException {
        file = new SmallSnapshot().writeUnhashedTo(folder.resolve("db"));
        long pages = Files.size(file);
        byte[] grown = Arrays.copyOf(Files.readAllBytes(file), (int) pages + 65536);
        Files.write(file, grown);
        RestoredMember member = restore().acceptUnhashed().toDataDir("cp1", target);
        assertThat(reportOf(target).revision()).isEqualTo(member.revision());
        assertThat(Files.size(target.resolve("member/snap/db"))).isLessThan(pages + 65536);
    }

    @Test
    void readsItsInputOnly() throws IOException {
        byte[] before = Files.readAllBytes(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        RestoredMember member = restore().toDataDir("cp1", target);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(member.snapshotSha256())
                .isEqualTo(Snapshot.open(file).verify().sha256());
    }
}
