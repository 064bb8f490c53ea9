package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.rig.EtcdRig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A JVM that restores is killed: what it was making is absent or complete, what it left is known as ours, and the same
 * command succeeds, or says that the directory is there.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RestoreKilledIT {
    private static final boolean FULL = Boolean.getBoolean("test.full");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = new SmallSnapshot().large(9_000_000).writeTo(folder.resolve("snapshot.db"));
    }

    @ParameterizedTest
    @EnumSource(RestoreShape.class)
    void sigkillAtAnyTime(RestoreShape shape) throws Exception {
        Random random = new Random();
        for (int round = 0; round < (FULL ? 100 : 2); round++) {
            Path places = Files.createDirectory(folder.resolve("round-" + round));
            Process other =
                    RestoringJvm.start(List.of(), RestoringJvm.class, RestoringJvm.FOREVER, shape, file, places);
            try (BufferedReader lines = other.inputReader()) {
                assertThat(lines.readLine()).startsWith("restored ");
                TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
            } finally {
                assertThat(other.destroyForcibly().waitFor()).isEqualTo(128 + 9);
            }
            for (Path place : children(places)) {
                requireAllOrNothingAndThatItGoesOn(shape, place);
            }
            EtcdRig.deleteTree(places);
        }
    }

    @ParameterizedTest
    @EnumSource(RestoreShape.class)
    void stoppedWhileItCopiesAndAroundEachRename(RestoreShape shape) throws Exception {
        for (int operation : chosen(operations(shape))) {
            Path place = folder.resolve("stop-" + operation);
            shape.prepare(place);
            Process other = RestoringJvm.start(List.of(), RestoringJvm.class, operation, shape, file, place);
            assertThat(other.waitFor()).as("operation %s", operation).isEqualTo(RestoringJvm.HALTED);
            requireAllOrNothingAndThatItGoesOn(shape, place);
            EtcdRig.deleteTree(place);
        }
    }

    /** What a restore does to the disk, in order. */
    private List<String> operations(RestoreShape shape) throws IOException {
        List<String> operations = new ArrayList<>();
        Path place = folder.resolve("whole");
        shape.prepare(place);
        DataDirFiles noting = new ForwardingFiles(new DiskFiles()) {
            @Override
            synchronized void before(String operation) {
                operations.add(operation);
            }
        };
        assertThat(shape.run(RestoreShape.restore(file).on(noting), place)).isNotEmpty();
        return operations;
    }

    private static Set<Integer> chosen(List<String> operations) {
        Set<Integer> chosen = new TreeSet<>(List.of(0, operations.lastIndexOf("copy"), operations.size() - 1));
        for (int i = 0; i < operations.size(); i++) {
            if (FULL) {
                chosen.add(i);
            } else if (operations.get(i).equals("rename")) {
                chosen.addAll(List.of(i, i + 1));
            }
        }
        return chosen;
    }

    private void requireAllOrNothingAndThatItGoesOn(RestoreShape shape, Path place) throws IOException {
        RestoreShape.requireThatWhatIsLeftIsKnownAsOurs(place);
        Restore again = RestoreShape.restore(file);
        if (shape.isComplete(place)) {
            assertThat(catchThrowableOfType(DataDirNotEmptyException.class, () -> shape.run(again, place)))
                    .isNotNull();
        } else {
            shape.requireNothingHalf(place);
            assertThat(shape.run(again, place)).isNotEmpty();
        }
        shape.requireSound(place);
        RestoreShape.requireNothingLeftIn(place);
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }
}
