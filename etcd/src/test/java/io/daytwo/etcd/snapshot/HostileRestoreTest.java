package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others put in the way of a restore, and files that were made to trip it. */
class HostileRestoreTest {
    @TempDir
    private Path folder;

    private static Restore of(Snapshot snapshot) {
        return Restore.from(snapshot).member("cp1", "https://10.0.0.11:2380");
    }

    @Test
    void aStagingDirectoryThatOthersMayWriteToIsNeitherBelievedNorTouched() throws IOException {
        Path victim = Files.createDirectory(folder.resolve("victim"));
        Path file = Files.writeString(victim.resolve("evidence"), "planted");
        Path planted = Files.createDirectory(folder.resolve(".etcd.restoring-0123456789abcdef"));
        Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(planted.resolve(Staging.MARKER), "");
        Path never = Files.createDirectory(planted.resolve("never"));
        Path stolen = folder.resolve("stolen");
        String identity =
                Files.getAttribute(file, "fileKey") + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        Files.writeString(planted.resolve("publishing"), """
                [{"from":"%s","to":"%s","witness":"evidence","identity":"%s"},
                 {"from":"%s","to":"%s","witness":"","identity":"x"}]""".formatted(
                        stolen, victim, identity, never, folder.resolve("nowhere")));
        RestoredMember member = of(Snapshot.open(new SmallSnapshot().writeTo(folder.resolve("s.db"))))
                .toDataDir("cp1", folder.resolve("etcd"));
        assertThat(member.dataDir().resolve("member/snap/db")).exists();
        assertThat(stolen).doesNotExist();
        assertThat(file).hasContent("planted");
        assertThat(planted.resolve("publishing")).exists();
    }

    @Test
    void restoresOnlyTheFileThatWasOpened() throws IOException {
        Path latest = new SmallSnapshot().writeTo(folder.resolve("latest.db"));
        Snapshot verified = Snapshot.open(latest);
        assertThat(verified.verify().revision()).isEqualTo(SmallSnapshot.REVISION);
        Path other = new SmallSnapshot().lastRevision(77).writeTo(folder.resolve("other.db"));
        Files.move(other, latest, StandardCopyOption.REPLACE_EXISTING);
        Path target = folder.resolve("etcd");
        SnapshotUnreadableException changed = catchThrowableOfType(
                SnapshotUnreadableException.class, () -> of(verified).toDataDir("cp1", target));
        assertThat(changed.kind()).isEqualTo(SnapshotUnreadableException.Kind.CHANGED);
        assertThat(target).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"65535, 1", "9, 1048576"})
    void settingsThatDoNotGoIntoOneBucketAreATypedError(int count, int bytes) {
        Snapshot snapshot =
                Snapshot.open(new SmallSnapshot().settings(count, bytes).writeTo(folder.resolve("s.db")));
        assertThat(snapshot.verify().verdict()).isEqualTo(Verdict.INTACT);
        Path target = folder.resolve("etcd");
        assertThatThrownBy(() -> of(snapshot).toDataDir("cp1", target)).isInstanceOf(SnapshotCorruptedException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void aMemberThatFillsTheHeapIsRefused() {
        Snapshot snapshot = Snapshot.open(
                new SmallSnapshot().member(7, "x".repeat(100_000), false).writeTo(folder.resolve("s.db")));
        assertThat(catchThrowableOfType(SnapshotCorruptedException.class, snapshot::verify)
                        .kind())
                .isEqualTo(SnapshotCorruptedException.Kind.RECORD);
    }

    @Test
    void anErrorInTheHashingThreadIsNoDamageOfTheFile() {
        Snapshot snapshot = Snapshot.open(new SmallSnapshot().writeTo(folder.resolve("s.db")));
        assertThatThrownBy(() -> snapshot.verify(event -> {
                    throw new NoClassDefFoundError("a listener's");
                }))
                .isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void aSnapshotOfALineThatIsNotKnownYetNamesTheWayOut() {
        Snapshot snapshot =
                Snapshot.open(new SmallSnapshot().storageVersion("3.8.0").writeTo(folder.resolve("s.db")));
        SnapshotTooNewException newer = catchThrowableOfType(
                SnapshotTooNewException.class, () -> of(snapshot).toDataDir("cp1", folder.resolve("etcd")));
        assertThat(newer.remedy()).contains("etcdutl 3.8");
    }
}
