package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk that is full is this machine's, not the node's: the error names the file here. */
@Timeout(60)
class DownloadToAFullDiskTest {
    private static final byte[] CONTENT = new byte[5_000_000];

    @TempDir
    private Path folder;

    private final NodeExecutor here = NodeExecutor.local();
    private Path small;

    @BeforeEach
    void mount() throws IOException {
        small = Files.createDirectory(folder.resolve("small"));
        Assumptions.assumeTrue(
                here.run(Command.changing("mount", "-t", "tmpfs", "-o", "size=1m", "daytwo", small.toString()))
                        .isSuccess(),
                "needs root and Linux");
    }

    @AfterEach
    void unmount() {
        boolean unused = here.run(Command.changing("umount", small.toString())).isSuccess();
    }

    @Test
    void fromThisMachine() throws IOException {
        Path source = Files.write(folder.resolve("source"), CONTENT);
        assertTold(here, source.toString());
    }

    @Test
    void overSshAndTheConnectionServesOn() throws IOException {
        try (Sshd sshd = Sshd.start();
                NodeExecutor node = sshd.as("root").connect()) {
            Path source = Files.write(sshd.folder().resolve("source"), CONTENT);
            assertTold(node, source.toString());
            assertThat(node.run(Command.reading("echo", "on")).stdout()).isEqualTo("on\n");
        }
    }

    private void assertTold(NodeExecutor node, String source) throws IOException {
        NodeFileException full = catchThrowableOfType(
                NodeFileException.class, () -> node.files().download(source, small.resolve("copy"), event -> {}));
        assertThat(full.reason()).isEqualTo(NodeFileException.Reason.NO_SPACE);
        assertThat(full.node()).isEqualTo("this machine");
        assertThat(full.path()).startsWith(small.toString());
        try (var left = Files.list(small)) {
            assertThat(left).isEmpty();
        }
    }
}
