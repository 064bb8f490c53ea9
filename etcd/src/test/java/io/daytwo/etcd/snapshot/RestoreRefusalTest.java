package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.DayTwoException;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.snapshot.RestoreRefusedException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, with the target left as it was. */
class RestoreRefusalTest {
    @TempDir
    private Path folder;

    private Path file;
    private Path target;

    @BeforeEach
    void write() {
        file = new SmallSnapshot().writeTo(folder.resolve("snapshot.db"));
        target = folder.resolve("etcd");
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(target.resolve("member")).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    private Restore restore() {
        return Restore.from(Snapshot.open(file))
                .member("cp1", "https://10.0.0.11:2380")
                .token("restored-1");
    }

    private <E extends DayTwoException> E refused(Class<E> type, Restore restore) {
        E refusal = catchThrowableOfType(type, () -> restore.toDataDir("cp1", target));
        assertThat(refusal).isNotNull();
        assertThat(refusal.remedy()).isNotBlank();
        return refusal;
    }

    private Reason reason(Restore restore) {
        return refused(RestoreRefusedException.class, restore).reason();
    }

    @Test
    void severalMembersWithoutToken() {
        Restore restore = Restore.from(Snapshot.open(file))
                .member("cp1", "https://10.0.0.11:2380")
                .member("cp2", "https://10.0.0.12:2380");
        assertThat(reason(restore)).isEqualTo(Reason.TOKEN_MISSING);
    }

    @Test
    void theIdsOfTheClusterThatWasSaved() {
        Restore same = Restore.from(Snapshot.open(file))
                .member("cp1", "http://localhost:2380")
                .token("etcd-cluster");
        assertThat(reason(same)).isEqualTo(Reason.SAME_IDS);
        RestoredMember allowed = same.allowSameClusterId().toDataDir("cp1", folder.resolve("allowed"));
        assertThat(allowed.memberId()).isEqualTo(SmallSnapshot.MEMBER);
    }

    @Test
    void aFileWithoutHash() {
        file = new SmallSnapshot().writeUnhashedTo(folder.resolve("db"));
        assertThat(reason(restore())).isEqualTo(Reason.UNHASHED);
    }

    @Test
    void aFileWhoseHashIsAnother() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThat(refused(SnapshotCorruptedException.class, restore()).kind())
                .isEqualTo(SnapshotCorruptedException.Kind.HASH_MISMATCH);
        assertThat(refused(SnapshotCorruptedException.class, restore().acceptUnhashed())
                        .kind())
                .isEqualTo(SnapshotCorruptedException.Kind.HASH_MISMATCH);
    }

    @Test
    void aFileThatIsNotThereOrNoFile() throws IOException {
        Restore opened = restore();
        Files.delete(file);
        assertThat(refused(SnapshotUnreadableException.class, opened).kind())
                .isEqualTo(SnapshotUnreadableException.Kind.MISSING);
        Files.createDirectory(file);
        assertThat(refused(SnapshotUnreadableException.class, opened).kind())
                .isEqualTo(SnapshotUnreadableException.Kind.NOT_A_FILE);
    }

    @ParameterizedTest
    @CsvSource({"3.5, 3.6.0, 3.6.0", "3.6, 3.7.0, 3.7.0", "v3.5.35, '', 3.6.0", "3.6.16, 3.7.0, 3.6.0"})
    void aSnapshotThatIsTooNewForTheTarget(String target, String storage, String cluster) {
        SmallSnapshot snapshot = new SmallSnapshot().clusterVersion(cluster);
        file = (storage.isEmpty() ? snapshot : snapshot.storageVersion(storage)).writeTo(folder.resolve("new.db"));
        SnapshotTooNewException refusal =
                refused(SnapshotTooNewException.class, restore().forEtcd(target));
        assertThat(refusal.snapshotVersion()).isEqualTo(storage.isEmpty() ? cluster : storage);
        assertThat(target).contains(refusal.targetVersion());
    }

    @Test
    void aSnapshotOfAnEtcdThatNobodyKnowsYet() {
        file = new SmallSnapshot().storageVersion("3.8.0").writeTo(folder.resolve("new.db"));
        assertThat(refused(SnapshotTooNewException.class, restore()).snapshotVersion())
                .isEqualTo("3.8.0");
    }

    @Test
    void anOlderSnapshotIsWelcome() {
        file = new SmallSnapshot().clusterVersion("3.5.0").writeTo(folder.resolve("old.db"));
        for (String line : List.of("3.5", "3.6", "3.7")) {
            assertThat(restore()
                            .forEtcd(line)
                            .toDataDir("cp1", folder.resolve(line))
                            .revision())
                    .isPositive();
        }
    }

    @Test
    void aRevisionOutOfRange() {
        file = new SmallSnapshot().lastRevision(RevisionGoal.HIGHEST - 5).writeTo(folder.resolve("late.db"));
        assertThat(reason(restore())).isEqualTo(Reason.REVISION_OUT_OF_RANGE);
        assertThat(reason(restore().bumpRevisionBy(6))).isEqualTo(Reason.REVISION_OUT_OF_RANGE);
        assertThat(restore()
                        .bumpRevisionBy(5)
                        .toDataDir("cp1", folder.resolve("far"))
                        .revision())
                .isEqualTo(RevisionGoal.HIGHEST);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void aBumpOrGoalOutOfRange(long number) {
        assertThatIllegalArgumentException().isThrownBy(() -> restore().bumpRevisionBy(number));
        assertThatIllegalArgumentException().isThrownBy(() -> restore().revisionAtLeast(number));
    }

    @Test
    void aTargetThatHoldsSomething() throws IOException {
        Files.createDirectory(target);
        Files.writeString(target.resolve("notes"), "mine");
        DataDirNotEmptyException refusal = refused(DataDirNotEmptyException.class, restore());
        assertThat(refusal.directory()).isEqualTo(target);
        assertThat(refusal.found()).containsExactly("notes");
        assertThat(target.resolve("notes")).hasContent("mine");
    }

    @Test
    void aLogDirectoryThatHoldsSomethingOrLiesInTheDataDirectory() throws IOException {
        Path wal = Files.createDirectory(folder.resolve("wal"));
        Files.writeString(wal.resolve("0.wal"), "mine");
        assertThat(refused(DataDirNotEmptyException.class, restore().walDir(wal))
                        .directory())
                .isEqualTo(wal);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> restore().walDir(target.resolve("elsewhere")).toDataDir("cp1", target));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> restore().walDir(wal).toDataDirs(target));
    }

    @Test
    void aTargetThatIsAFileOrALinkToNowhereOrHasNoFolder() throws IOException {
        Files.writeString(target, "mine");
        assertThat(reason(restore())).isEqualTo(Reason.TARGET_IS_NO_DIRECTORY);
        assertThat(target).hasContent("mine");
        Files.delete(target);
        Files.createSymbolicLink(target, folder.resolve("nowhere"));
        assertThat(reason(restore())).isEqualTo(Reason.TARGET_IS_NO_DIRECTORY);
        Files.delete(target);
        target = folder.resolve("missing/etcd");
        assertThat(reason(restore())).isEqualTo(Reason.NO_FOLDER);
    }

    @Test
    void aDiskThatIsTooSmall() {
        DataDirFiles small = new ForwardingFiles(new DiskFiles()) {
            @Override
            public long usableBytes(Path directory) {
                return 64_000_000;
            }
        };
        assertThat(reason(restore().on(small))).isEqualTo(Reason.NO_SPACE);
    }

    @Test
    void aTargetThatAnotherRunIsWriting() throws IOException {
        Path other = folder.resolve(".etcd.restoring-0123456789abcdef");
        new DiskFiles().createDirectory(other);
        try (FileChannel marker = FileChannel.open(
                other.resolve(Staging.MARKER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertThat(marker.lock().isValid()).isTrue();
            assertThat(reason(restore())).isEqualTo(Reason.BUSY);
            assertThat(other.resolve(Staging.MARKER)).exists();
        }
        Files.delete(other.resolve(Staging.MARKER));
        Files.delete(other);
    }

    @Test
    void whatOnlyLooksLikeOursIsNotTouched() throws IOException {
        Path lookalike = Files.createDirectory(folder.resolve(".etcd.restoring-0123456789abcdef"));
        Files.writeString(lookalike.resolve("notes"), "mine");
        RestoredMember member = restore().toDataDir("cp1", target);
        assertThat(member.revision()).isPositive();
        assertThat(lookalike.resolve("notes")).hasContent("mine");
        EtcdRig.deleteTree(lookalike);
        EtcdRig.deleteTree(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a,b", "a=b", "-a", ".a", "../a", "a/b", "a\nb", "$(a)"})
    void namesThatEtcdOrAShellWouldReadDifferently(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> restore().member(name, "https://10.0.0.12:2380"));
        assertThatIllegalArgumentException().isThrownBy(() -> restore().toDataDir(name, target));
    }

    @Test
    void membersGivenTwiceOrWithoutUrlsOrNotAtAll() {
        assertThatIllegalArgumentException().isThrownBy(() -> restore().member("cp1", "https://10.0.0.12:2380"));
        assertThatIllegalArgumentException().isThrownBy(() -> restore().member("cp2"));
        assertThatIllegalArgumentException().isThrownBy(() -> restore().member("cp2", "https://10.0.0.12:2380/"));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> restore().member("cp2", "https://10.0.0.11:2380").toDataDir("cp1", target));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Restore.from(Snapshot.open(file)).toDataDir("cp1", target));
        assertThatIllegalArgumentException().isThrownBy(() -> restore().token("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> restore().forEtcd("3.4"));
        assertThatIllegalArgumentException().isThrownBy(() -> restore().forEtcd("latest"));
    }
}
