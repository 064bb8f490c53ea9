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
import java.util.Optional;
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

    @BeforeEach
    void write() {
        file = new SmallSnapshot().writeTo(folder.resolve("snapshot.db"));
    }

    private Restore restore() {
        return RestoreShape.restore(file).on(new QuickFiles());
    }

    @ParameterizedTest
    @EnumSource(RestoreShape.class)
    void absentOrCompleteWhereverItStopsAndTheNextRunSucceeds(RestoreShape shape) throws IOException {
        int stops = 0;
        for (boolean ended = false; !ended; stops++) {
            Path place = folder.resolve("stop-" + stops);
            ended = runUntil(shape, place, stops).isEmpty();
            boolean complete = shape.isComplete(place);
            if (!complete) {
                shape.requireNothingHalf(place);
                assertThat(shape.run(restore(), place)).isNotEmpty();
            }
            assertThat(shape.isComplete(place)).isTrue();
            shape.requireSound(place);
            if (!complete) {
                RestoreShape.requireNothingLeftIn(place);
            }
            EtcdRig.deleteTree(place);
        }
        assertThat(stops).isGreaterThan(25);
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreShape.class,
            names = {"LOG_APART", "LOG_APART_EMPTY_DIRECTORIES", "ALL_MEMBERS_EMPTY_FOLDER"})
    void aNextRunThatIsStoppedInItsCleaningUpLeavesTheSameChoice(RestoreShape shape) throws IOException {
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
                if (cut.isPresent() && !shape.isComplete(place)) {
                    assertThat(runAgainUntil(shape, place, second)).isPresent();
                    shape.requireNothingHalf(place);
                    assertThat(shape.run(restore(), place)).isNotEmpty();
                }
                shape.requireSound(place);
                EtcdRig.deleteTree(place);
            }
        }
    }

    /** Before which operation the power went; empty when it ran to its end. */
    private Optional<String> runUntil(RestoreShape shape, Path place, int operations) throws IOException {
        shape.prepare(place);
        return runAgainUntil(shape, place, operations);
    }

    private Optional<String> runAgainUntil(RestoreShape shape, Path place, int operations) {
        try {
            assertThat(shape.run(restore().on(new MortalFiles(operations)), place))
                    .isNotEmpty();
            return Optional.empty();
        } catch (PowerCut cut) {
            return Optional.of(cut.getMessage());
        }
    }

    @Test
    void aLogThatEtcdHasUsedMeanwhileIsNotTakenAway() throws IOException {
        Path place = folder.resolve("used");
        int operations = 0;
        while (!Files.exists(place.resolve("wal"))) {
            if (Files.exists(place)) {
                EtcdRig.deleteTree(place);
            }
            assertThat(runUntil(RestoreShape.LOG_APART, place, operations++)).isPresent();
        }
        Path log = place.resolve("wal").resolve(RestoredLog.FILE_NAME);
        Files.write(log, new byte[8], StandardOpenOption.APPEND);
        long used = Files.size(log);
        assertThat(catchThrowableOfType(
                                DataDirNotEmptyException.class, () -> RestoreShape.LOG_APART.run(restore(), place))
                        .directory())
                .isEqualTo(place.resolve("wal"));
        assertThat(log).hasSize(used);
    }
}
