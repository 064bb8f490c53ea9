package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores by JVMs with other disks, another umask or fewer rights than this one. */
@Timeout(300)
class RestoreElsewhereIT {
    @TempDir
    private Path folder;

    private Path file;
    private Path place;

    @BeforeEach
    void write() throws IOException {
        file = new SmallSnapshot().writeTo(folder.resolve("snapshot.db"));
        place = Files.createDirectory(folder.resolve("place"));
    }

    private static boolean isRoot() throws IOException {
        return Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t");
    }

    /** Runs another JVM to its end and gives back what it printed. */
    private static String run(List<String> wrapper, Class<?> main, Object... args)
            throws IOException, InterruptedException {
        Process other = RestoringJvm.start(wrapper, main, args);
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).as(said).isZero();
        return said;
    }

    private String restore(List<String> wrapper, RestoreShape shape) throws IOException, InterruptedException {
        return run(wrapper, RestoringJvm.class, RestoringJvm.ONCE, shape, file, place)
                .strip();
    }

    /** A disk is found to be unfit at each point at which a restore needs something of it. */
    @Test
    void disksThatAreTooSmallOrReadOnlyAreLeftEmptyAndMoreRoomIsAllThatIsNeeded() throws Exception {
        List<String> own = new ArrayList<>(List.of("unshare", "--mount"));
        if (!isRoot()) {
            own.add("--map-root-user");
        }
        List<String> probe = new ArrayList<>(own);
        probe.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", place.toString()));
        Process allowed = new ProcessBuilder(probe).redirectErrorStream(true).start();
        String refusal = new String(allowed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assumptions.assumeTrue(allowed.waitFor() == 0, "mount namespaces are not allowed here: " + refusal);
        Map<String, Integer> met = run(own, SmallDisks.class, place)
                .lines()
                .map(line -> line.split(": "))
                .collect(Collectors.toMap(line -> line[0], line -> Integer.valueOf(line[1])));
        assertThat(met).containsEntry("known before", 6).containsEntry("read-only", 3);
        assertThat(met.get("too few bytes")).isGreaterThan(20);
        assertThat(met.get("too few inodes")).isGreaterThan(12);
    }

    @ParameterizedTest
    @CsvSource({"000, LOG_APART", "077, ALL_MEMBERS", "000, ALL_MEMBERS"})
    void modesAreOursWhateverTheUmask(String umask, RestoreShape shape) throws Exception {
        assertThat(restore(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"), shape))
                .startsWith("restored ");
        shape.requireSound(place);
        try (Stream<Path> written = Files.walk(place)) {
            for (Path path : written.filter(path -> !path.equals(place)).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as("%s", path)
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    /** root obeys modes as everybody does once it has no capabilities. */
    private static List<String> asAnybody() throws IOException {
        return isRoot() ? List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all") : List.of();
    }

    @ParameterizedTest
    @ValueSource(strings = {"r-x------", "-wx------", "---------"})
    void aFolderWithoutTheRightsIsLeftAsItWas(String mode) throws Exception {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(mode));
        try {
            assertThat(restore(asAnybody(), RestoreShape.ABSENT)).isEqualTo("failed: NOT_ALLOWED");
        } finally {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        }
        assertThat(place).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"EMPTY_DIRECTORY, etcd", "LOG_APART_EMPTY_DIRECTORIES, wal", "ALL_MEMBERS_EMPTY_FOLDER, etcd"})
    void anEmptyDirectoryWithoutTheRightsIsLeftAsItWas(RestoreShape shape, String directory) throws Exception {
        shape.prepare(place);
        Path unwritable = place.resolve(directory);
        Files.setPosixFilePermissions(unwritable, PosixFilePermissions.fromString("r-x------"));
        assertThat(restore(asAnybody(), shape)).isEqualTo("failed: NOT_ALLOWED");
        assertThat(place.resolve("etcd")).isEmptyDirectory();
        RestoreShape.requireNothingLeftIn(place);
        Files.setPosixFilePermissions(unwritable, PosixFilePermissions.fromString("rwx------"));
        assertThat(restore(asAnybody(), shape)).startsWith("restored ");
        shape.requireSound(place);
    }

    @Test
    void aSnapshotThatMayNotBeReadIsReportedAsThat() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assertThat(restore(asAnybody(), RestoreShape.ABSENT)).isEqualTo("SnapshotUnreadableException");
        assertThat(place).isEmptyDirectory();
    }
}
