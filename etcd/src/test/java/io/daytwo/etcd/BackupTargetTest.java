package io.daytwo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.etcd.BackupRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTargetTest {
    private static final byte[] SIDECAR = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("b.db");
    }

    private Reason refusal(Path target) throws IOException {
        List<String> before = names();
        var refused = catchThrowableOfType(BackupRefusedException.class, () -> new BackupTarget(target).claim());
        assertThat(names()).isEqualTo(before);
        assertThat(refused.remedy()).isNotBlank();
        return refused.reason();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void refusesAFileThatIsThere() throws IOException {
        Files.writeString(path, "old");
        assertThat(refusal(path)).isEqualTo(Reason.TARGET_EXISTS);
        assertThat(path).hasContent("old");
    }

    @Test
    void refusesALinkEvenWhenItLeadsNowhere() throws IOException {
        Files.createSymbolicLink(path, folder.resolve("nowhere"));
        assertThat(refusal(path)).isEqualTo(Reason.TARGET_IS_A_LINK);
    }

    @Test
    void refusesADirectory() throws IOException {
        Files.createDirectory(path);
        assertThat(refusal(path)).isEqualTo(Reason.TARGET_IS_A_DIRECTORY);
        assertThat(refusal(Path.of("/"))).isEqualTo(Reason.TARGET_IS_A_DIRECTORY);
    }

    @Test
    void refusesAFifo() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
        assertThat(refusal(path)).isEqualTo(Reason.TARGET_IS_NO_FILE);
    }

    @Test
    void refusesAMissingFolder() throws IOException {
        assertThat(refusal(folder.resolve("missing/b.db"))).isEqualTo(Reason.NO_FOLDER);
    }

    @Test
    void refusesAFolderWhereEverybodyMayRename() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(refusal(path)).isEqualTo(Reason.FOLDER_IS_WORLD_WRITABLE);
    }

    @Test
    void takesASharedFolderWithTheStickyBit() throws IOException {
        Files.setAttribute(folder, "unix:mode", 01777);
        new BackupTarget(path).claim().close();
    }

    @Test
    void refusesASidecarThatIsNotOurLeftover() throws IOException {
        Files.writeString(folder.resolve("b.db.json"), "mine");
        assertThat(refusal(path)).isEqualTo(Reason.FILE_IN_THE_WAY);
    }

    @Test
    void refusesAWorkingNameThatIsALink() throws IOException {
        Files.createSymbolicLink(folder.resolve("b.db.part"), folder.resolve("nowhere"));
        assertThat(refusal(path)).isEqualTo(Reason.FILE_IN_THE_WAY);
        Files.delete(folder.resolve("b.db.part"));
    }

    @Test
    void publishesBothFilesForTheirOwnerOnly() throws IOException {
        save("snapshot");
        assertThat(names()).containsExactly("b.db", "b.db.json");
        assertThat(path).hasContent("snapshot");
        for (String name : names()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aRunThatDiedBetweenTheNamesIsCleanedUp() throws IOException {
        Files.writeString(folder.resolve("b.db.part"), "whole snapshot");
        Files.writeString(folder.resolve("b.db.json.part"), "{\"old\":1}");
        Files.createLink(folder.resolve("b.db.json"), folder.resolve("b.db.json.part"));
        save("new");
        assertThat(path).hasContent("new");
        assertThat(folder.resolve("b.db.json")).hasBinaryContent(SIDECAR);
        assertThat(names()).containsExactly("b.db", "b.db.json");
    }

    @Test
    void takesTheSidecarBackWhenTheTargetAppearsMeanwhile() throws IOException {
        BackupTarget target = new BackupTarget(path);
        try (PartFile part = target.claim()) {
            part.write(ByteBuffer.wrap(SIDECAR));
            Files.writeString(path, "of somebody else");
            var refused = catchThrowableOfType(BackupRefusedException.class, () -> target.publish(part, SIDECAR));
            assertThat(refused.reason()).isEqualTo(Reason.TARGET_EXISTS);
        }
        assertThat(path).hasContent("of somebody else");
        assertThat(names()).containsExactly("b.db");
    }

    @Test
    void takesBothNamesBackWhenTheyCannotBeMadeDurable() throws IOException {
        BackupTarget target = new BackupTarget(path, broken -> {
            assertThat(names()).contains("b.db", "b.db.json");
            throw new IOException("no fsync here");
        });
        try (PartFile part = target.claim()) {
            part.write(ByteBuffer.wrap(SIDECAR));
            assertThatThrownBy(() -> target.publish(part, SIDECAR)).hasMessage("no fsync here");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void aRelativeNameIsInTheWorkingFolder() throws IOException {
        Path relative = Path.of("backup-target-test-" + System.nanoTime() + ".db");
        try (PartFile part = new BackupTarget(relative).claim()) {
            assertThat(part.path().toAbsolutePath().getParent())
                    .isEqualTo(Path.of("").toAbsolutePath());
            assertThat(Files.exists(part.path(), LinkOption.NOFOLLOW_LINKS)).isTrue();
        }
    }

    private void save(String content) throws IOException {
        BackupTarget target = new BackupTarget(path);
        try (PartFile part = target.claim()) {
            part.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            part.force();
            target.publish(part, SIDECAR);
        }
    }
}
