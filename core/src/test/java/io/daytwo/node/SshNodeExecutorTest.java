package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.NodeUnreachableException.Stage;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SshNodeExecutorTest {
    private static Sshd sshd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = Sshd.start();
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops", "bash", "tcsh", "root"})
    void keepsWordsAndStreamsApartWhateverTheLoginShell(String user) {
        try (NodeExecutor node = sshd.as(user).connect()) {
            CommandResult result = node.run(Command.readingShell(
                            "printf '%s|' \"$@\" \"$V\"; echo err >&2; exit 7", "a b", "", "'\"\\!$x\n`", "é*")
                    .environment("V", "v'!\nw"));
            assertThat(result.exitStatus()).isEqualTo(7);
            assertThat(result.stdout()).isEqualTo("a b||'\"\\!$x\n`|é*|v'!\nw|");
            assertThat(result.stderr()).isEqualTo("err\n");
            assertThat(node.run(Command.reading("true")).stdout()).isEmpty();
        }
    }

    @Test
    void passesTenMegabytesThroughUnchanged() {
        byte[] content = new byte[10 << 20];
        new Random(7).nextBytes(content);
        try (NodeExecutor node = sshd.as("ops").connect()) {
            String hash = node.run(Command.reading("sha256sum").stdin(content)).stdout();
            assertThat(hash).startsWith(Sha256.of(content));
        }
    }

    @Test
    void runsManyCommandsOnOneConnection() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (NodeExecutor node = sshd.as("ops").connect()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String word = "n" + i;
                answers.add(threads.submit(
                        () -> node.run(Command.reading("echo", word)).stdout()));
            }
            for (int i = 0; i < 40; i++) {
                assertThat(answers.get(i).get()).isEqualTo("n" + i + "\n");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void rootIsRootAndClosingItClosesTheConnection() {
        NodeExecutor node = sshd.as("ops").connect();
        NodeExecutor root = node.asRoot();
        assertThat(node.run(Command.reading("id", "-un")).stdout()).isEqualTo("ops\n");
        assertThat(root.run(Command.reading("id", "-un")).stdout()).isEqualTo("root\n");
        root.close();
        NodeUnreachableException closed =
                catchThrowableOfType(NodeUnreachableException.class, () -> node.run(Command.reading("true")));
        assertThat(closed.stage()).isEqualTo(Stage.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"asks,PASSWORD_NEEDED", "tty,TTY_NEEDED", "denied,DENIED", "narrow,DENIED"})
    void tellsWhySudoRefuses(String user, RootRefusedException.Reason reason) {
        try (NodeExecutor root = sshd.as(user).connect().asRoot()) {
            RootRefusedException refused = catchThrowableOfType(
                    RootRefusedException.class, () -> root.run(Command.changing("touch", "/tmp/never")));
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.getMessage()).endsWith(refused.remedy());
        }
    }

    @Test
    void aProgramThatIsMissingWasNotStarted() {
        try (NodeExecutor node = sshd.as("ops").connect()) {
            CommandFailedException failed = catchThrowableOfType(
                    CommandFailedException.class, () -> node.run(Command.reading("no-such-program")));
            assertThat(failed.reason()).isEqualTo(CommandFailedException.Reason.NOT_STARTED);
        }
    }

    @Test
    void endsACommandThatIsLateOnTheNodeToo() {
        try (NodeExecutor node = sshd.as("ops").connect()) {
            CommandFailedException late = catchThrowableOfType(
                    CommandFailedException.class,
                    () -> node.run(Command.changing("sleep", "4711").timeout(Duration.ofSeconds(1))));
            assertThat(late.reason()).isEqualTo(CommandFailedException.Reason.TIMEOUT);
            assertThat(late.isOutcomeUnknown()).isTrue();
            assertThat(node.run(Command.reading("pgrep", "-f", "^sleep 4711")).exitStatus())
                    .isEqualTo(1);
        }
    }

    @Test
    void writesAndReadsFilesAsRoot() throws IOException {
        Path source = Files.write(folder.resolve("source"), new byte[3_000_000]);
        try (NodeExecutor root = sshd.as("ops").connect().asRoot()) {
            NodeFiles files = root.files();
            files.create("/root/new 'file", "one\n".getBytes(StandardCharsets.UTF_8), 0640);
            files.replace("/root/new 'file", "two\n".getBytes(StandardCharsets.UTF_8));
            assertThat(files.read("/root/new 'file", 10)).asString().isEqualTo("two\n");
            FileStat stat = files.stat("/root/new 'file").orElseThrow();
            assertThat(stat.mode()).isEqualTo(0640);
            files.upload(source, "/root/up", event -> {});
            files.download("/root/up", folder.resolve("down"), event -> {});
            assertThat(folder.resolve("down")).hasSameBinaryContentAs(source);
            assertThat(files.sha256("/root/up")).isEqualTo(Sha256.of(new byte[3_000_000]));
            NodeFileException exists =
                    catchThrowableOfType(NodeFileException.class, () -> files.upload(source, "/root/up", event -> {}));
            assertThat(exists.reason()).isEqualTo(NodeFileException.Reason.EXISTS);
        }
    }

    @Test
    void forwardsAPortOfTheNode() throws IOException {
        try (NodeExecutor node = sshd.as("ops").connect();
                PortForward forward = node.forward("127.0.0.1", sshd.port());
                java.net.Socket socket = new java.net.Socket(forward.host(), forward.port())) {
            assertThat(socket.getInputStream().readNBytes(7)).asString().isEqualTo("SSH-2.0");
        }
    }
}
