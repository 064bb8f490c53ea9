package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.CommandFailedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LocalNodeExecutorTest {
    private final NodeExecutor node = NodeExecutor.local();

    private static Command shell(String script) {
        return Command.reading("/bin/sh", "-c", script);
    }

    @Test
    void keepsBothStreamsAndTheStatus() {
        CommandResult result = node.run(shell("echo out; echo err >&2; exit 3"));
        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.exitStatus()).isEqualTo(3);
        assertThat(result.truncated()).isFalse();
        assertThat(result.node()).isEqualTo("localhost");
        assertThat(result.took()).isPositive();
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() {
        CommandResult result = node.run(Command.reading("printf", "%s|", "$(id)", "a b", "*", "'\"", ";x"));
        assertThat(result.stdout()).isEqualTo("$(id)|a b|*|'\"|;x|");
    }

    @Test
    void failureCarriesTheResultAndHidesSecretsAndEscapes() {
        Command command = shell("printf '\\033[31mtoken=s3cret' >&2; exit 7").redacting("s3cret");
        CommandFailedException error = catchThrowableOfType(
                CommandFailedException.class, () -> node.run(command).orThrow());
        assertThat(error.reason()).isEqualTo(Reason.EXIT_STATUS);
        assertThat(error.result().orElseThrow().exitStatus()).isEqualTo(7);
        assertThat(error.isOutcomeUnknown()).isFalse();
        assertThat(error.getMessage())
                .contains("token=***", "exit status 7", "\\u001b[31m")
                .doesNotContain("s3cret");
        assertThat(error.result().orElseThrow().toString()).doesNotContain("s3cret");
    }

    @Test
    void successPassesThrough() {
        assertThat(node.run(Command.reading("true")).orThrow().isSuccess()).isTrue();
    }

    @Test
    void aMissingProgramDidNotStart() {
        CommandFailedException error =
                catchThrowableOfType(CommandFailedException.class, () -> node.run(Command.reading("/no/such/program")));
        assertThat(error.reason()).isEqualTo(Reason.NOT_STARTED);
        assertThat(error.isOutcomeUnknown()).isFalse();
        assertThat(error.remedy()).contains("installed");
    }

    @Test
    void inputAndEnvironmentArrive() {
        byte[] input = new byte[300_000];
        assertThat(node.run(Command.reading("wc", "-c").stdin(input)).stdout().strip())
                .isEqualTo("300000");
        Command command = shell("echo $GREETING $LC_ALL").environment("GREETING", "a $b");
        assertThat(node.run(command).stdout()).isEqualTo("a $b C\n");
    }

    @Test
    void aProgramThatIgnoresItsInputStillSucceeds() {
        assertThat(node.run(Command.reading("true").stdin(new byte[1 << 20])).exitStatus())
                .isZero();
    }

    @Test
    void floodsAreCappedAtBothEnds() {
        CommandResult result = node.run(shell("echo first; head -c 20000000 /dev/zero | tr '\\0' x; echo; echo last"));
        assertThat(result.truncated()).isTrue();
        assertThat(result.stdout()).startsWith("first\n").endsWith("\nlast\n").contains("bytes left out");
        assertThat(result.stdout().length()).isLessThan(2 * CappedOutput.HALF + 100);
    }

    @Test
    void bytesThatAreNotUtf8AreReplaced() {
        assertThat(node.run(shell("printf 'a\\377b'")).stdout()).isEqualTo("a\ufffdb");
    }

    @Test
    void theDeadlineEndsTheWholeTree(@TempDir Path folder) throws IOException {
        Path pid = folder.resolve("pid");
        Command command = shell("sleep 60 & echo $! > " + pid + "; wait").timeout(Duration.ofMillis(300));
        CommandFailedException error = catchThrowableOfType(CommandFailedException.class, () -> node.run(command));
        assertThat(error.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(error.isOutcomeUnknown()).isTrue();
        assertIsGone(pid);
    }

    @Test
    void interruptionEndsTheTreeAndKeepsTheFlag(@TempDir Path folder) throws IOException {
        Path pid = folder.resolve("pid");
        Thread waiting = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (!Files.exists(pid)) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
        });
        interrupter.start();
        CommandFailedException error = catchThrowableOfType(
                CommandFailedException.class,
                () -> node.run(shell("sleep 60 & echo $! > " + pid + ".part; mv " + pid + ".part " + pid + "; wait")));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(error.reason()).isEqualTo(Reason.INTERRUPTED);
        assertIsGone(pid);
    }

    private static void assertIsGone(Path pid) throws IOException {
        Path status = Path.of("/proc", Files.readString(pid).strip(), "status");
        String state = Files.exists(status) ? Files.readString(status) : "State:\tgone";
        assertThat(state).containsPattern("State:\\s+(Z|gone)");
    }

    @Test
    void aChildLeftBehindDoesNotHoldTheResultBack() {
        CommandResult result = node.run(shell("sleep 20 & echo done; echo $!"));
        assertThat(result.stdout()).startsWith("done\n");
        assertThat(result.took()).isLessThan(Duration.ofSeconds(10));
        long child = Long.parseLong(result.stdout().lines().skip(1).findFirst().orElseThrow());
        assertThat(ProcessHandle.of(child).map(ProcessHandle::destroyForcibly)).contains(true);
    }

    @Test
    void forwardingIsDirect() {
        try (PortForward forward = node.forward("127.0.0.1", 2379)) {
            assertThat(forward.host()).isEqualTo("127.0.0.1");
            assertThat(forward.port()).isEqualTo(2379);
        }
        assertThat(node.forward("fe80::1%eth0", 1).host()).isEqualTo("fe80::1%eth0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> node.forward("-oProxyCommand=x", 1))
                .withMessageContaining("host");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> node.forward("a", 0))
                .withMessageContaining("port");
    }
}
