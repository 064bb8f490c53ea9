package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.NodeUnreachableException.Stage;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSH's sshd as administrators harden it. */
@Timeout(60)
class SshVariantsTest {
    private static final byte[] CONTENT = new byte[3_000_000];

    static {
        new Random(8).nextBytes(CONTENT);
    }

    @TempDir
    private Path folder;

    @Test
    void aServerWithASingleSessionRunsCommandsOneAfterAnother() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (Sshd sshd = Sshd.start("option=MaxSessions 1");
                NodeExecutor node = sshd.as("ops").connect()) {
            List<Future<String>> answers = IntStream.range(0, 12)
                    .mapToObj(i -> threads.submit(
                            () -> node.run(Command.reading("echo", "n" + i)).stdout()))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo("n" + i + "\n");
            }
            copies(node.asRoot(), "/root/copy");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aCommandThatFindsNoRoomInItsTimeSaysSo() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Sshd sshd = Sshd.start("option=MaxSessions 1");
                NodeExecutor node =
                        sshd.as("ops").channelWithin(Duration.ofSeconds(1)).connect()) {
            CountDownLatch begun = new CountDownLatch(1);
            Future<CommandResult> holder = threads.submit(() ->
                    node.run(Command.readingShell("echo; sleep 5").onOutput((stream, line) -> begun.countDown())));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            long started = System.nanoTime();
            NodeUnreachableException full = catchThrowableOfType(
                    NodeUnreachableException.class,
                    () -> node.run(Command.reading("true").timeout(Duration.ofSeconds(1))));
            assertThat(full.stage()).isEqualTo(Stage.CHANNEL);
            assertThat(full.remedy()).contains("MaxSessions");
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
            assertThat(holder.get().isSuccess()).isTrue();
            assertThat(node.run(Command.reading("true")).isSuccess()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-sftp", "noexec-tmp", "option=MaxSessions 1"})
    void filesNeedNeitherSftpNorAPlaceToExecute(String variant) throws IOException {
        try (Sshd sshd = Sshd.start(variant);
                NodeExecutor node = sshd.as("ops").connect()) {
            isHardened(node, variant);
            copies(node, "/home/ops/copy");
            copies(node.asRoot(), "/root/copy");
            DetachedCommand detached = DetachedCommands.on(node.asRoot()).start("variant", Command.changing("true"));
            assertThat(detached.await(Duration.ofSeconds(20)).exitStatus()).isZero();
        }
    }

    /** Otherwise the rest would show nothing. */
    private static void isHardened(NodeExecutor node, String variant) {
        boolean executes = node.run(Command.changingShell("cp /bin/true /tmp/true && /tmp/true"))
                .isSuccess();
        assertThat(executes).isEqualTo(!variant.equals("noexec-tmp"));
        boolean sftp = node.run(Command.reading("grep", "-q", "^Subsystem sftp", "/etc/ssh/sshd_config"))
                .isSuccess();
        assertThat(sftp).isEqualTo(!variant.equals("no-sftp"));
    }

    private void copies(NodeExecutor node, String path) throws IOException {
        Path source = Files.write(folder.resolve("source"), CONTENT);
        Path back = folder.resolve("back");
        node.files().upload(source, path, event -> {});
        node.files().download(path, back, event -> {});
        assertThat(back).hasSameBinaryContentAs(source);
        Files.delete(back);
    }

    @Test
    void aForwardedPortServesBesideACommandOnAServerWithASingleSession() throws IOException {
        try (Sshd sshd = Sshd.start("option=MaxSessions 1");
                NodeExecutor node = sshd.as("ops").connect();
                PortForward forward = node.forward("127.0.0.1", sshd.port());
                java.net.Socket socket = new java.net.Socket(forward.host(), forward.port())) {
            assertThat(socket.getInputStream().readNBytes(7)).asString().isEqualTo("SSH-2.0");
            assertThat(node.run(Command.reading("true")).isSuccess()).isTrue();
        }
    }

    @Test
    void aServerWithoutForwardingSaysWhichSettingForbidsIt() {
        try (Sshd sshd = Sshd.start("option=AllowTcpForwarding no");
                NodeExecutor node = sshd.as("ops").connect()) {
            NodeUnreachableException refused = catchThrowableOfType(NodeUnreachableException.class, () -> {
                try (PortForward forward = node.forward("127.0.0.1", sshd.port())) {
                    assertThat(forward.port()).isZero();
                }
            });
            assertThat(refused.stage()).isEqualTo(Stage.CHANNEL);
            assertThat(refused.remedy()).contains("AllowTcpForwarding");
        }
    }

    @Test
    void aServerWithoutSessionsSaysWhichSettingForbidsThem() {
        try (Sshd sshd = Sshd.start("option=MaxSessions 0");
                NodeExecutor node =
                        sshd.as("ops").channelWithin(Duration.ofSeconds(2)).connect()) {
            NodeUnreachableException refused =
                    catchThrowableOfType(NodeUnreachableException.class, () -> node.run(Command.reading("true")));
            assertThat(refused.stage()).isEqualTo(Stage.CHANNEL);
            assertThat(refused.remedy()).contains("MaxSessions");
        }
    }

    @Test
    void aNodeWithoutSudoIsSaidToHaveNone() {
        try (Sshd sshd = Sshd.start("no-sudo");
                NodeExecutor root = sshd.as("ops").connect().asRoot()) {
            for (Command command : List.of(
                    Command.changing("touch", "/tmp/never"),
                    Command.changing("touch", "/tmp/never").environment("A", "b"))) {
                RootRefusedException refused =
                        catchThrowableOfType(RootRefusedException.class, () -> root.run(command));
                assertThat(refused.reason()).isEqualTo(RootRefusedException.Reason.NO_SUDO);
                assertThat(refused.remedy()).contains("Install sudo");
            }
        }
    }

    /** A user behind /usr/sbin/nologin is not a refused login, and no command has run. */
    @Test
    void aUserWithoutALoginShellRunsNothing() {
        try (Sshd sshd = Sshd.start();
                NodeExecutor node = sshd.as("nologin").connect()) {
            CommandFailedException failed = catchThrowableOfType(
                    CommandFailedException.class, () -> node.run(Command.changing("touch", "/tmp/never")));
            assertThat(failed.reason()).isEqualTo(CommandFailedException.Reason.NOT_STARTED);
            assertThat(failed.getCause()).hasMessageContaining("not available");
        }
    }
}
