package io.daytwo.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.etcd.internal.wal.RestoredLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ways to call a restore, each in a place of its own, and what such a place may look like afterwards. */
enum RestoreShape {
    ABSENT,
    EMPTY_DIRECTORY,
    LOG_APART,
    LOG_APART_EMPTY_DIRECTORIES,
    ALL_MEMBERS,
    ALL_MEMBERS_EMPTY_FOLDER;

    private static final String OURS = "\\.((etcd|wal)\\.)?restoring-[0-9a-f]{16}";

    /** Of two members, with a token. */
    static Restore restore(Path snapshot) {
        return Restore.from(Snapshot.open(snapshot))
                .member("cp1", "https://10.0.0.11:2380")
                .member("cp2", "https://10.0.0.12:2380")
                .token("restored-1");
    }

    private boolean isLogApart() {
        return this == LOG_APART || this == LOG_APART_EMPTY_DIRECTORIES;
    }

    private boolean isAll() {
        return this == ALL_MEMBERS || this == ALL_MEMBERS_EMPTY_FOLDER;
    }

    void prepare(Path place) throws IOException {
        Files.createDirectories(place);
        if (this == EMPTY_DIRECTORY || this == LOG_APART_EMPTY_DIRECTORIES || this == ALL_MEMBERS_EMPTY_FOLDER) {
            Files.createDirectory(place.resolve("etcd"));
        }
        if (this == LOG_APART_EMPTY_DIRECTORIES) {
            Files.createDirectory(place.resolve("wal"));
        }
    }

    List<RestoredMember> run(Restore restore, Path place) {
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

    boolean isComplete(Path place) {
        return dataDirs(place).stream().allMatch(dir -> Files.exists(dir.resolve("member")));
    }

    /** What has its name is whole: nobody can start etcd on half a directory. */
    void requireNothingHalf(Path place) throws IOException {
        for (Path dataDir : dataDirs(place)) {
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

    void requireSound(Path place) {
        for (Path dataDir : dataDirs(place)) {
            requireSound(dataDir, isLogApart() ? place.resolve("wal") : dataDir.resolve("member/wal"));
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

    static void requireNothingLeftIn(Path place) throws IOException {
        assertThat(hidden(place)).isEmpty();
    }

    /** Whoever finds it knows by the name, and by the note in it, whose it is. */
    static void requireThatWhatIsLeftIsKnownAsOurs(Path place) throws IOException {
        for (Path left : hidden(place)) {
            assertThat(left.getFileName().toString()).matches(OURS);
            try (Stream<Path> content = Files.list(left)) {
                assertThat(content.map(Path::getFileName).map(Path::toString))
                        .isSubsetOf(Staging.MARKER, "built", "publishing", "publishing.part");
            }
        }
    }

    private static List<Path> hidden(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(path -> path.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
