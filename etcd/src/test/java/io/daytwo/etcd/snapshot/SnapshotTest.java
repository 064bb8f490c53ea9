package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.daytwo.etcd.internal.bbolt.DatabaseBuilder;
import io.daytwo.progress.ProgressEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("snapshot.db"), bytes);
    }

    private SnapshotReport report(byte[] bytes) throws IOException {
        return Snapshot.open(file(bytes)).report();
    }

    private void refuses(SnapshotCorruptedException.Kind kind, byte[] bytes) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> Snapshot.open(file).verify())
                .asInstanceOf(type(SnapshotCorruptedException.class))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.file()).isEqualTo(file);
                    assertThat(e.damage()).isNotBlank();
                    assertThat(e.remedy()).isNotBlank();
                });
    }

    @Test
    void hashesTenKeysAsEtcdutlDoes() throws IOException {
        SnapshotReport report = report(Snapshots.tenKeys());
        assertThat(report.verdict()).isEqualTo(Verdict.UNHASHED);
        assertThat(report.hash()).isEqualTo(0x62132b4dL);
        assertThat(report.revision()).isEqualTo(11);
        assertThat(report.totalKeys()).isEqualTo(10);
        assertThat(report.totalSize()).isEqualTo(24_576);
        assertThat(report.version()).isEqualTo("3.6.0");
        assertThat(report.members())
                .containsExactly(new RecordedMember(
                        0x8e9e05c52164694dL,
                        "default",
                        List.of("http://localhost:2380"),
                        List.of("http://localhost:2379"),
                        false));
    }

    /** The numbers are what etcdutl 3.6 and 3.7 printed when the file was made. */
    @Test
    void reportsEverythingInARealSnapshot() throws IOException {
        Snapshot snapshot = Snapshot.open(file(Snapshots.small()));
        SnapshotReport report = snapshot.report();
        assertThat(report.verdict()).isEqualTo(Verdict.INTACT);
        assertThat(report.hash()).isEqualTo(0x9d3be39L);
        assertThat(report.revision()).isEqualTo(33);
        assertThat(report.compactRevision()).isEqualTo(30);
        assertThat(report.totalKeys()).isEqualTo(16);
        assertThat(report.totalRecords()).isEqualTo(31);
        assertThat(report.leases()).isEqualTo(1);
        assertThat(report.authEnabled()).isFalse();
        assertThat(report.members()).extracting(RecordedMember::learner).containsExactly(true, false);
        assertThat(snapshot.hashKv()).isEqualTo(new HashKv(1517191664L, 33, 30));
        assertThat(snapshot.hashKv(33)).isEqualTo(snapshot.hashKv());
        assertThat(report.sha256()).isEqualTo("ea15f82483dd69ac695232304ebd57b860f46e1adf8467693ea51e095ebcb723");
        assertThat(report.toString()).contains("INTACT", "09d3be39", "9cd8eddcd724ec40 (learner), m1");
    }

    @Test
    void refusesRevisionsThatAreNotInTheHistory() throws IOException {
        Snapshot snapshot = Snapshot.open(file(Snapshots.small()));
        for (long revision : new long[] {-1, 1, 29, 34, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> snapshot.hashKv(revision))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("revision");
        }
        assertThat(snapshot.hashKv(30).revision()).isEqualTo(30);
    }

    @Test
    void knowsAnEmptyStore() throws IOException {
        Snapshot empty =
                Snapshot.open(file(Snapshots.hashed(Snapshots.database().build())));
        assertThat(empty.hashKv()).isEqualTo(new HashKv(1084519789L, 1, -1));
        assertThat(empty.report().revision()).isZero();
        assertThat(empty.report().totalKeys()).isZero();
    }

    @Test
    void takesATrailerOnlyWhenItIsRight() throws IOException {
        byte[] small = Snapshots.small();
        assertThat(report(Snapshots.withoutTrailer(small)).verdict()).isEqualTo(Verdict.UNHASHED);
        byte[] wrong = small.clone();
        wrong[small.length - 1] ^= 1;
        refuses(SnapshotCorruptedException.Kind.HASH_MISMATCH, wrong);
        Arrays.fill(wrong, small.length - 32, small.length, (byte) 0);
        refuses(SnapshotCorruptedException.Kind.HASH_MISMATCH, wrong);
        for (int cut = 1; cut < 32; cut++) {
            refuses(SnapshotCorruptedException.Kind.STRUCTURE, Arrays.copyOf(small, small.length - cut));
        }
        refuses(SnapshotCorruptedException.Kind.STRUCTURE, Arrays.copyOf(small, small.length + 1));
        refuses(SnapshotCorruptedException.Kind.STRUCTURE, Arrays.copyOf(small, small.length + 512));
    }

    @Test
    void takesARawCopyThatIsLongerThanItsPages() throws IOException {
        byte[] raw = Arrays.copyOf(Snapshots.tenKeys(), 1 << 20);
        assertThat(report(raw).hash()).isEqualTo(0x62132b4dL);
        assertThat(report(raw).totalSize()).isEqualTo(24_576);
        // cut where its size looks like that of a hashed one
        refuses(SnapshotCorruptedException.Kind.HASH_MISMATCH, Arrays.copyOf(raw, 32 * 1024 + 32));
    }

    @Test
    void refusesAFileCutAtAnyPageAndAround() throws IOException {
        byte[] small = Snapshots.small();
        for (int page = 0; page < small.length / 4096; page++) {
            for (int around = -1; around <= 1; around++) {
                int size = Math.max(0, page * 4096 + around);
                refuses(SnapshotCorruptedException.Kind.STRUCTURE, Arrays.copyOf(small, size));
            }
        }
    }

    @Test
    void refusesABoltDatabaseThatIsNotEtcds() throws IOException {
        refuses(
                SnapshotCorruptedException.Kind.STRUCTURE,
                new DatabaseBuilder(4096).record("images", "a", "b").build());
    }

    @Test
    void refusesWhatIsNoFile() throws Exception {
        unreadable(SnapshotUnreadableException.Kind.MISSING, folder.resolve("missing"));
        unreadable(SnapshotUnreadableException.Kind.NOT_A_FILE, folder);
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        unreadable(SnapshotUnreadableException.Kind.NOT_A_FILE, pipe);
        unreadable(SnapshotUnreadableException.Kind.NOT_A_FILE, Path.of("/dev/null"));
    }

    private static void unreadable(SnapshotUnreadableException.Kind kind, Path path) {
        assertThatThrownBy(() -> Snapshot.open(path).report())
                .asInstanceOf(type(SnapshotUnreadableException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void refusesAFileThatChangedSinceItWasOpened() throws IOException {
        Path file = file(Snapshots.small());
        Snapshot snapshot = Snapshot.open(file);
        long revision = snapshot.report().revision();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThatThrownBy(snapshot::verify)
                .asInstanceOf(type(SnapshotUnreadableException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(SnapshotUnreadableException.Kind.CHANGED));
        assertThat(Snapshot.open(file).report().revision()).isEqualTo(revision);
    }

    @Test
    void followsALinkAndLeavesAReadOnlyFileAsItIs() throws IOException {
        Path file = file(Snapshots.small());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        FileTime before = Files.getLastModifiedTime(file);
        assertThat(Snapshot.open(link).hashKv().revision()).isEqualTo(33);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        assertThat(Files.readAllBytes(file)).isEqualTo(Snapshots.small());
    }

    @Test
    void keepsWhatIsKnownUnderAnotherName() throws IOException {
        Path file = file(Snapshots.small());
        Snapshot snapshot = Snapshot.open(file);
        SnapshotReport report = snapshot.report();
        Snapshot renamed = snapshot.renamed(Files.move(file, folder.resolve("other.db")));
        assertThat(renamed.report()).isSameAs(report);
        assertThat(renamed.hashKv().revision()).isEqualTo(33);
    }

    @Test
    void tellsProgressToAListenerThatMayFail() throws IOException {
        List<ProgressEvent> events = new CopyOnWriteArrayList<>();
        Snapshot snapshot = Snapshot.open(file(Snapshots.small()));
        assertThat(snapshot.verify(events::add).verdict()).isEqualTo(Verdict.INTACT);
        assertThat(events)
                .first()
                .isEqualTo(new ProgressEvent.Started("check of snapshot.db", Snapshots.small().length));
        assertThat(events).last().isInstanceOf(ProgressEvent.Finished.class);
        assertThat(snapshot.verify(event -> {
                            throw new IllegalStateException("listener");
                        })
                        .verdict())
                .isEqualTo(Verdict.INTACT);
    }

    @Test
    void stopsWhenTheThreadIsInterrupted() throws IOException {
        Snapshot snapshot = Snapshot.open(file(Snapshots.small()));
        Thread.currentThread().interrupt();
        assertThatThrownBy(snapshot::verify)
                .asInstanceOf(type(SnapshotUnreadableException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(SnapshotUnreadableException.Kind.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(snapshot.report().revision()).isEqualTo(33);
    }
}
