package io.daytwo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.Command;
import io.daytwo.node.FileStat;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import io.daytwo.node.NodeFileException.Reason;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.rig.Sshd;
import io.daytwo.progress.ProgressListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user may not do and what a full disk cannot hold, on a real node: typed, and nothing is left behind. */
@Timeout(120)
class FileTroubleTest {
    private static Sshd sshd;
    private static NodeExecutor ops;
    private static NodeExecutor root;

    @TempDir
    private Path here;

    @BeforeAll
    static void start() {
        sshd = Sshd.start();
        ops = sshd.as("ops").connect();
        root = ops.asRoot();
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            ops.close();
            sshd.close();
        }
    }

    private static void refused(Reason reason, Runnable call) {
        NodeFileException error = catchThrowableOfType(NodeFileException.class, call::run);
        assertThat(error).as("refused as " + reason).isNotNull();
        assertThat(error.reason()).isEqualTo(reason);
    }

    private static byte[] text(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private Path local(int size) throws IOException {
        return Files.write(here.resolve("local-" + size), new byte[size]);
    }

    @Test
    void whatAUserMayNotReadIsDenied() {
        NodeFiles files = ops.files();
        refused(Reason.DENIED, () -> assertThat(files.read("/etc/shadow", 1000)).isNull());
        refused(Reason.DENIED, () -> assertThat(files.sha256("/etc/shadow")).isNull());
        refused(Reason.DENIED, () -> files.download("/etc/shadow", here.resolve("shadow"), ProgressListener.none()));
        refused(Reason.DENIED, () -> assertThat(files.list("/root")).isNull());
        refused(Reason.DENIED, () -> assertThat(files.stat("/root/.ssh")).isNull());
        refused(
                Reason.DENIED,
                () -> assertThat(files.read("/root/.ssh/authorized_keys", 1000)).isNull());
        assertThat(here.resolve("shadow")).doesNotExist();
        assertThat(root.files().read("/etc/shadow", 10_000)).isNotEmpty();
        assertThat(root.files().list("/root")).contains(".ssh");
    }

    @Test
    void whatAUserMayNotWriteIsDeniedAndStays() throws IOException {
        NodeFiles files = ops.files();
        byte[] before = files.read("/etc/passwd", 100_000);
        Path source = local(10);
        refused(Reason.DENIED, () -> files.create("/etc/daytwo-new", text("x"), 0600));
        refused(Reason.DENIED, () -> files.replace("/etc/passwd", text("x")));
        refused(Reason.DENIED, () -> files.upload(source, "/etc/daytwo-new", ProgressListener.none()));
        refused(Reason.DENIED, () -> files.create("/root/daytwo-new", text("x"), 0600));
        assertThat(files.read("/etc/passwd", 100_000)).isEqualTo(before);
        assertThat(files.list("/etc")).noneMatch(name -> name.contains("daytwo"));
    }

    @Test
    void rootLeavesAFileToItsOwner() {
        ops.files().create("/home/ops/mine", text("first"), 0640);
        root.files().replace("/home/ops/mine", text("second"));
        FileStat stat = ops.files().stat("/home/ops/mine").orElseThrow();
        assertThat(stat.owner()).isEqualTo("ops");
        assertThat(stat.group()).isEqualTo("operators");
        assertThat(stat.mode()).isEqualTo(0640);
        assertThat(ops.files().read("/home/ops/mine", 100)).isEqualTo(text("second"));
        root.files().create("/home/ops/theirs", text("secret"), 0600);
        refused(
                Reason.DENIED,
                () -> assertThat(ops.files().read("/home/ops/theirs", 100)).isNull());
    }

    /** A disk of its own, in the namespace of the sshd. */
    private static void disk(String folder, String options) {
        root.run(Command.changing("mkdir", folder)).orThrow();
        root.run(Command.changing("mount", "-t", "tmpfs", "-o", "mode=777," + options, "daytwo", folder))
                .orThrow();
    }

    @Test
    void aFullDiskIsNoSpaceAndKeepsWhatItHeld() throws IOException {
        disk("/home/ops/small", "size=256k");
        Path source = local(400_000);
        for (NodeFiles files : new NodeFiles[] {ops.files(), root.files()}) {
            String old = "/home/ops/small/old";
            files.create(old, text("old"), 0600);
            refused(Reason.NO_SPACE, () -> files.create("/home/ops/small/new", new byte[400_000], 0600));
            refused(Reason.NO_SPACE, () -> files.replace(old, new byte[400_000]));
            refused(Reason.NO_SPACE, () -> files.upload(source, "/home/ops/small/new", ProgressListener.none()));
            assertThat(files.list("/home/ops/small")).containsExactly("old");
            assertThat(files.read(old, 10)).isEqualTo(text("old"));
            root.run(Command.changing("rm", old)).orThrow();
        }
    }

    @Test
    void aDiskWithoutInodesIsNoSpace() {
        // the folder, the file, and while it gets its name a second entry
        disk("/home/ops/inodes", "size=256k,nr_inodes=3");
        NodeFiles files = ops.files();
        files.create("/home/ops/inodes/a", new byte[0], 0600);
        refused(Reason.NO_SPACE, () -> files.create("/home/ops/inodes/b", text("b"), 0600));
        assertThat(files.list("/home/ops/inodes")).containsExactly("a");
    }

    @Test
    void aReadOnlyDiskIsDenied() {
        disk("/home/ops/readonly", "size=256k");
        ops.files().create("/home/ops/readonly/a", text("a"), 0600);
        root.run(Command.changing("mount", "-o", "remount,ro", "/home/ops/readonly"))
                .orThrow();
        for (NodeFiles files : new NodeFiles[] {ops.files(), root.files()}) {
            refused(Reason.DENIED, () -> files.create("/home/ops/readonly/b", text("b"), 0600));
            refused(Reason.DENIED, () -> files.replace("/home/ops/readonly/a", text("b")));
        }
        assertThat(ops.files().read("/home/ops/readonly/a", 10)).isEqualTo(text("a"));
    }
}
