package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.NodeFileException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LocalNodeFilesTest {
    private final NodeFiles files = NodeExecutor.local().files();

    @TempDir
    Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Reason failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String path) {
        NodeFileException error = catchThrowableOfType(NodeFileException.class, reading);
        assertThat(error.path()).isEqualTo(path);
        assertThat(error.node()).isEqualTo("localhost");
        assertThat(error.getMessage()).contains(path).endsWith(error.remedy());
        return error.reason();
    }

    @Test
    void readsUpToTheLimitAndRefusesMore() throws IOException {
        Files.write(folder.resolve("file"), new byte[100]);
        assertThat(files.read(path("file"), 100)).hasSize(100);
        assertThat(failure(() -> files.read(path("file"), 99), path("file"))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aHugeFileIsRefusedWithoutReadingItToTheEnd() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(path("huge"), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThat(failure(() -> files.read(path("huge"), 1000), path("huge"))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void tellsWhyAFileCannotBeRead() throws IOException {
        assertThat(failure(() -> files.read(path("none"), 1), path("none"))).isEqualTo(Reason.MISSING);
        assertThat(failure(() -> files.read(path(""), 1), path(""))).isEqualTo(Reason.WRONG_TYPE);
        assertThat(failure(() -> files.read("/dev/zero", 1), "/dev/zero")).isEqualTo(Reason.WRONG_TYPE);
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));
        assertThat(failure(() -> files.read(path("dangling"), 1), path("dangling")))
                .isEqualTo(Reason.MISSING);
    }

    @Test
    void aPipeIsNotWaitedFor() {
        assertThat(NodeExecutor.local()
                        .run(Command.changing("mkfifo", path("pipe")))
                        .isSuccess())
                .isTrue();
        assertThat(failure(() -> files.read(path("pipe"), 1), path("pipe"))).isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void namesWhatTheSystemDenied() {
        assertThat(LocalNodeFiles.failure("/a", new AccessDeniedException("/a")).reason())
                .isEqualTo(Reason.DENIED);
        NodeFileException other = LocalNodeFiles.failure("/a", new FileSystemException("/a", null, "I/O error"));
        assertThat(other.reason()).isEqualTo(Reason.FAILED);
        assertThat(other.getMessage()).contains("I/O error");
    }

    @Test
    void describesWhatALinkLeadsTo() throws IOException {
        Path file = Files.createFile(
                folder.resolve("key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        Files.writeString(file, "12345");
        Files.createSymbolicLink(folder.resolve("link"), file);
        FileStat stat = files.stat(path("link")).orElseThrow();
        assertThat(stat.link()).isTrue();
        assertThat(stat.isFile()).isTrue();
        assertThat(stat.size()).isEqualTo(5);
        assertThat(stat.mode()).isEqualTo(0640);
        assertThat(stat.owner()).isEqualTo(Files.getOwner(file).getName());
        assertThat(files.stat(path("key")).orElseThrow().link()).isFalse();
        assertThat(files.stat(path("")).orElseThrow().isFolder()).isTrue();
        assertThat(files.stat(path("none"))).isEmpty();
        assertThat(files.exists(path("link"))).isTrue();
        assertThat(files.exists(path("none"))).isFalse();
        assertThat(files.exists(path("key") + "/below")).isFalse();
    }

    @Test
    void listsNamesInOrder() throws IOException {
        Files.createFile(folder.resolve("b"));
        Files.createFile(folder.resolve(".a"));
        assertThat(files.list(path(""))).containsExactly(".a", "b");
        assertThat(failure(() -> files.list(path("none")), path("none"))).isEqualTo(Reason.MISSING);
        assertThat(failure(() -> files.list(path("b")), path("b"))).isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void refusesPathsThatAreNotAbsolute() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files.read("a", 1))
                .withMessageContaining("path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files.exists("/a\0"))
                .withMessageContaining("path");
    }
}
