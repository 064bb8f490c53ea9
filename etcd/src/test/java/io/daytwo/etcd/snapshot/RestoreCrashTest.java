package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.internal.wal.RestoredLog;
import io.daytwo.etcd.rig.EtcdRig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The machine stops before each thing that is done to the disk, in turn: the target is then absent or empty, or
 * complete; and the next run succeeds, or says that the directory is complete already.
 */
class RestoreCrashTest {
    @TempDir
    private Path folder;

    private Path file;

    /** What a power cut looks like from inside: nothing is cleaned up, because nothing works any more. */
    private static final class PowerCut extends Error {
        PowerCut(String before) {
            super(before, null, false, false);
        }
    }

    /** A disk on which nothing waits: what a test of the order of things needs not. */
    private static class QuickFiles extends ForwardingFiles {
        QuickFiles() {
            super(new DiskFiles());
        }

        @Override
        public void force(FileChannel file) throws IOException {
            before("force");
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            before("force directory");
        }
    }

    /** A disk that works for so many operations. */
    private static final class MortalFiles extends QuickFiles {
        private final int limit;
        private int done;

        MortalFiles(int limit) {
            this.limit = limit;
        }

        @Override
        synchronized void before(String operation) {
            if (done == limit) {
                throw new PowerCut(operation);
            }
            done++;
        }
    }

    enum Shape {
        ABSENT,
        EMPTY_DIRECTORY,
        LOG_APART,
        LOG_APART_EMPTY_DIRECTORIES,
        ALL_MEMBERS,
        ALL_MEMBERS_EMPTY_FOLDER;

        private boolean isLogApart() {
            return this == LOG_APART || this == LOG_APART_EMPTY_DIRECTORIES;
        }

        private boolean isAll() {
            return this == ALL_MEMBERS || this == ALL_MEMBERS_EMPTY_FOLDER;
        }

        private void prepare(Path place) throws IOException {
            Files.createDirectory(place);
            if (this == EMPTY_DIRECTORY || this == LOG_APART_EMPTY_DIRECTORIES || this == ALL_MEMBERS_EMPTY_FOLDER) {
                Files.createDirectory(place.resolve("etcd"));
            }
            if (this == LOG_APART_EMPTY_DIRECTORIES) {
                Files.createDirectory(place.resolve("wal"));
            }
        }

        private List<RestoredMember> run(Restore restore, Path place) {
            Path target = place.resolve("etcd");
            if (isAll()) {
                return restore.toDataDirs(target);
            }
            Restore shaped = isLogApart() ? restore.walDir(place.resolve("wal")) : restore;
            return List.of(shaped.toDataDir("cp1", target));
        }

        private List<Path> dataDirs(Path place) {
            Path target = place.resolve("etcd");
            return isAll() ? List.of(target.resolve("cp1"), target.resolve("cp2")) : List.of(target);
        }
    }

    @BeforeEach
    void write() {
        file = new SmallSnapshot().writeTo(folder.resolve("snapshot.db"));
    }

    private Restore restore() {
        return Restore.from(Snapshot.open(file))
                .member("cp1", "https://10.0.0.11:2380")
                .member("cp2", "https://10.0.0.12:2380")
                .token("restored-1")
                .on(new QuickFiles());
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void absentOrCompleteWhereverItStopsAndTheNextRunSucceeds(Shape shape) throws IOException {
        int stops = 0;
        for (boolean ended = false; !ended; stops++) {
            Path place = folder.resolve("stop-" + stops);
            ended = runUntil(shape, place, stops).isEmpty();
            boolean complete = isComplete(shape, place);
            if (!complete) {
                requireNothingHalf(shape, place);
                assertThat(shape.run(restore(), place)).isNotEmpty();
            }
            assertThat(isComplete(shape, place)).isTrue();
            requireSound(shape, place);
            if (!complete) {
                requireNothingLeftBehind(place);
            }
            EtcdRig.deleteTree(place);
        }
        assertThat(stops).isGreaterThan(25);
    }

    @ParameterizedTest
    @EnumSource(
            value = Shape.class,
            names = {"LOG_APART", "LOG_APART_EMPTY_DIRECTORIES", "ALL_MEMBERS_EMPTY_FOLDER"})
    void aNextRunThatIsStoppedInItsCleaningUpLeavesTheSameChoice(Shape shape) throws IOException {
        int operations = 0;
        for (Path place = folder.resolve("count");
                runUntil(shape, place, operations).isPresent();
                operations++) {
            EtcdRig.deleteTree(place);
        }
        for (int first = operations - 10; first < operations; first++) {
            for (int second = 0; second < 9; second += 2) {
                Path place = folder.resolve("stops-" + first + "-" + second);
                Optional<String> cut = runUntil(shape, place, first);
                if (cut.isPresent() && !isComplete(shape, place)) {
                    assertThat(runAgainUntil(shape, place, second)).isPresent();
                    requireNothingHalf(shape, place);
                    assertThat(shape.run(restore(), place)).isNotEmpty();
                }
                requireSound(shape, place);
                EtcdRig.deleteTree(place);
            }
        }
    }

    /** Before which operation the power went; empty when it ran to its end. */
    private Optional<String> runUntil(Shape shape, Path place, int operations) throws IOException {
        shape.prepare(place);
        return runAgainUntil(shape, place, operations);
    }

    private Optional<String> runAgainUntil(Shape shape, Path place, int operations) {
        try {
            assertThat(shape.run(restore().on(new MortalFiles(operations)), place))
                    .isNotEmpty();
            return Optional.empty();
        } catch (PowerCut cut) {
            return Optional.of(cut.getMessage());
        }
    }

    private static boolean isComplete(Shape shape, Path place) {
        return shape.dataDirs(place).stream().allMatch(dir -> Files.exists(dir.resolve("member")));
    }

    /** What has its name is whole: nobody can start etcd on half a directory. */
    private void requireNothingHalf(Shape shape, Path place) throws IOException {
        for (Path dataDir : shape.dataDirs(place)) {
            if (Files.exists(dataDir.resolve("member"))) {
                requireSound(dataDir, dataDir.resolve("member/wal"));
            } else if (Files.exists(dataDir)) {
                assertThat(visible(dataDir)).isEmpty();
            }
        }
    }

    private static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> !child.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private static void requireSound(Shape shape, Path place) {
        for (Path dataDir : shape.dataDirs(place)) {
            requireSound(dataDir, shape.isLogApart() ? place.resolve("wal") : dataDir.resolve("member/wal"));
        }
    }

    private static void requireSound(Path dataDir, Path walDir) {
        SnapshotReport report = Snapshot.open(dataDir.resolve("member/snap/db")).verify();
        assertThat(report.members()).hasSize(2);
        assertThat(report.revision()).isEqualTo(SmallSnapshot.REVISION + Restore.DEFAULT_BUMP);
        assertThat(walDir.resolve(RestoredLog.FILE_NAME)).isNotEmptyFile();
        assertThat(dataDir.resolve("member/snap/0000000000000001-0000000000000002.snap"))
                .isNotEmptyFile();
    }

    private static void requireNothingLeftBehind(Path place) throws IOException {
        List<Path> left = new ArrayList<>();
        try (Stream<Path> all = Files.walk(place)) {
            all.filter(path -> path.getFileName().toString().startsWith(".")).forEach(left::add);
        }
        assertThat(left).isEmpty();
    }

    @Test
    void aLogThatEtcdHasUsedMeanwhileIsNotTakenAway() throws IOException {
        Path place = folder.resolve("used");
        int operations = 0;
        while (!Files.exists(place.resolve("wal"))) {
            if (Files.exists(place)) {
                EtcdRig.deleteTree(place);
            }
            assertThat(runUntil(Shape.LOG_APART, place, operations++)).isPresent();
        }
        Path log = place.resolve("wal").resolve(RestoredLog.FILE_NAME);
        Files.write(log, new byte[8], StandardOpenOption.APPEND);
        long used = Files.size(log);
        assertThat(catchThrowableOfType(DataDirNotEmptyException.class, () -> Shape.LOG_APART.run(restore(), place))
                        .directory())
                .isEqualTo(place.resolve("wal"));
        assertThat(log).hasSize(used);
    }
}
