package io.daytwo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException;
import io.daytwo.node.CommandFailedException.Reason;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What commands may rely on, whatever node runs them. Implement it in a test class, and JUnit runs it:
 *
 * <pre>{@code
 * class MyExecutorTest implements NodeExecutorContract {
 *     public NodeExecutor node() { return new MyExecutor(); }
 * }
 * }</pre>
 *
 * The node needs {@code /bin/sh} and coreutils.
 */
@Timeout(120)
public interface NodeExecutorContract {
    /** {@return the node under test, of which the contract closes nothing} */
    NodeExecutor node();

    /** {@return how many bytes a command of the contract writes; more than the heap of the test shows most} */
    default long floodBytes() {
        return 64L << 20;
    }

    private CommandResult shell(String script, String... arguments) {
        return node().run(Command.readingShell(script, arguments));
    }

    @Test
    default void anExitStatusIsAResult() {
        for (int status : new int[] {0, 1, 3, 126, 127, 255}) {
            CommandResult result = shell("exit \"$1\"", Integer.toString(status));
            assertThat(result.exitStatus()).isEqualTo(status);
            assertThat(result.isSuccess()).isEqualTo(status == 0);
            assertThat(result.node()).isEqualTo(node().name());
            assertThat(result.took()).isPositive();
        }
    }

    @Test
    default void aSignalIsAStatusAbove128() {
        assertThat(shell("kill -9 $$").exitStatus()).isEqualTo(137);
        assertThat(shell("kill -TERM $$").exitStatus()).isEqualTo(143);
        assertThat(shell("kill -SEGV $$").exitStatus()).isEqualTo(139);
    }

    @Test
    default void bothStreamsAreKeptApart() {
        CommandResult result = shell("echo out; echo err >&2; echo more; exit 3");
        assertThat(result.stdout()).isEqualTo("out\nmore\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.exitStatus()).isEqualTo(3);
        assertThat(result.truncated()).isFalse();
    }

    @Test
    default void outputNeedsNoNewlineAtItsEnd() {
        assertThat(shell("printf no-newline").stdout()).isEqualTo("no-newline");
        assertThat(shell("printf '\\n\\n'").stdout()).isEqualTo("\n\n");
        assertThat(shell(":").stdout()).isEmpty();
    }

    @Test
    default void binaryOutputIsKeptButForWhatIsNoUtf8() {
        assertThat(shell("printf 'a\\000b\\377c\\r\\n\\303\\244'").stdout()).isEqualTo("a\0b\ufffdc\r\nä");
    }

    @Test
    default void aFloodIsCappedAtBothEnds() {
        String count = Long.toString(floodBytes());
        CommandResult result = node().run(Command.readingShell(
                        "echo first; head -c \"$1\" /dev/zero; echo; echo last; echo err >&2", count)
                .timeout(Duration.ofSeconds(100)));
        assertThat(result.exitStatus()).isZero();
        assertThat(result.truncated()).isTrue();
        assertThat(result.stdout().startsWith("first\n")).isTrue();
        assertThat(result.stdout().endsWith("\nlast\n")).isTrue();
        assertThat(result.stdout().length()).isLessThan(1_100_000);
        assertThat(result.stderr()).isEqualTo("err\n");
    }

    @Test
    default void tenMegabytesOfInputArrive() {
        byte[] input = new byte[10 << 20];
        new Random(5).nextBytes(input);
        CommandResult result = node().run(Command.reading("sha256sum").stdin(input));
        assertThat(result.stdout()).startsWith(hash(input));
    }

    @Test
    default void withoutInputACommandReadsItsEnd() {
        assertThat(node().run(Command.reading("cat")).stdout()).isEmpty();
    }

    @Test
    default void aProgramThatIgnoresItsInputStillSucceeds() {
        assertThat(node().run(Command.reading("true").stdin(new byte[10 << 20])).exitStatus())
                .isZero();
    }

    @Test
    default void argumentsReachTheProgramAsTheyAre() {
        List<String> words = new ArrayList<>(List.of("printf", "%s\\0", ""));
        words.addAll(Hostile.WORDS);
        CommandResult result = node().run(Command.reading(words.toArray(String[]::new)));
        assertThat(Arrays.asList(result.stdout().split("\0", -1)).subList(0, words.size() - 2))
                .isEqualTo(words.subList(2, words.size()));
        assertThat(shell("[ ! -e daytwo-canary ]").isSuccess()).isTrue();
    }

    @Test
    default void variablesReachTheProgramAsTheyAre() {
        for (String value : Hostile.WORDS) {
            Command command = Command.readingShell("printf %s \"$DAYTWO_TEST\"").environment("DAYTWO_TEST", value);
            assertThat(node().run(command).stdout()).isEqualTo(value);
        }
        assertThat(shell("printf %s \"$LC_ALL\"").stdout()).isEqualTo("C");
    }

    /** Arguments are visible to every user of the node. */
    @Test
    default void variablesAreNoArgumentsOfAnyProcess() {
        Command command = Command.readingShell("cat /proc/[0-9]*/cmdline 2> /dev/null; [ -n \"$DAYTWO_TEST\" ]")
                .environment("DAYTWO_TEST", "daytwo-s3cret-variable");
        CommandResult result = node().run(command);
        assertThat(result.isSuccess()).isTrue();
        assertThat(result.stdout()).contains("/proc/[0-9]*/cmdline").doesNotContain("s3cret-variable");
    }

    @Test
    default void variablesAndInputComeTogether() {
        byte[] input = new byte[1 << 20];
        new Random(6).nextBytes(input);
        Command command = Command.readingShell("printf %s \"$ONE$TWO\"; sha256sum")
                .environment("ONE", "a\n\r'\n")
                .environment("TWO", "\\n\n");
        assertThat(node().run(command.stdin(input)).stdout()).startsWith("a\n\r'\n\\n\n" + hash(input));
        assertThat(node().run(command).stdout()).startsWith("a\n\r'\n\\n\n" + hash(new byte[0]));
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    default void aMissingProgramDidNotStart() {
        assertNotStarted("/no/such/program");
        assertNotStarted("daytwo-no-such-program");
    }

    @Test
    default void whatMayNotBeExecutedDidNotStart() {
        assertNotStarted("/etc/passwd");
    }

    private void assertNotStarted(String program) {
        CommandFailedException error = catchThrowableOfType(
                CommandFailedException.class, () -> node().run(Command.changing(program, "argument")));
        CommandFailedException withVariable = catchThrowableOfType(
                CommandFailedException.class,
                () -> node().run(Command.changing(program, "argument").environment("DAYTWO_TEST", "v")));
        assertThat(withVariable).as(program + " with a variable").isNotNull();
        assertThat(withVariable.reason()).isEqualTo(Reason.NOT_STARTED);
        assertThat(error).as(program).isNotNull();
        assertThat(error.reason()).isEqualTo(Reason.NOT_STARTED);
        assertThat(error.isOutcomeUnknown()).isFalse();
        assertThat(error.node()).isEqualTo(node().name());
        assertThat(error.remedy()).isNotBlank();
    }

    @Test
    default void theDeadlineEndsACommandWhoseOutcomeIsThenUnknown() {
        long started = System.nanoTime();
        CommandFailedException error = catchThrowableOfType(
                CommandFailedException.class,
                () -> node().run(Command.readingShell("sleep 61").timeout(Duration.ofMillis(700))));
        assertThat(error.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(error.isOutcomeUnknown()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isBetween(Duration.ofMillis(700), Duration.ofSeconds(20));
        assertThat(shell("pgrep -f '^sleep 6[1]' || echo none").stdout()).isEqualTo("none\n");
    }

    @Test
    default void interruptionEndsACommandAndKeepsTheFlag() {
        Thread waiting = Thread.currentThread();
        Command command = Command.readingShell("echo begun; sleep 62").onOutput((stream, line) -> waiting.interrupt());
        CommandFailedException error = catchThrowableOfType(CommandFailedException.class, () -> node().run(command));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(error.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(error.isOutcomeUnknown()).isTrue();
        assertThat(shell("pgrep -f '^sleep 6[2]' || echo none").stdout()).isEqualTo("none\n");
    }

    @Test
    default void aListenerHearsLinesFitToBeShown() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Command command = Command.readingShell("echo token=s3cret; printf '\\033[31mred'; echo bad >&2")
                .redacting("s3cret")
                .onOutput((stream, line) -> heard.add(stream + " " + line));
        assertThat(node().run(command).stdout()).isEqualTo("token=s3cret\n\u001b[31mred");
        assertThat(heard).containsExactlyInAnyOrder("STDOUT token=***", "STDOUT \\u001b[31mred", "STDERR bad");
    }

    @Test
    default void aListenerThatThrowsHarmsNothing() {
        Command command = Command.readingShell("echo one; echo two").onOutput((stream, line) -> {
            throw new IllegalStateException("listener");
        });
        assertThat(node().run(command).stdout()).isEqualTo("one\ntwo\n");
    }

    @Test
    default void errorsHideSecrets() {
        Command command = Command.readingShell("printf 'token=%s' \"$1\" >&2; exit 7", "s3cret")
                .redacting("s3cret");
        CommandFailedException error = catchThrowableOfType(
                CommandFailedException.class, () -> node().run(command).orThrow());
        assertThat(error.reason()).isEqualTo(Reason.EXIT_STATUS);
        assertThat(error.result().orElseThrow().exitStatus()).isEqualTo(7);
        assertThat(error.getMessage()).contains("token=***").doesNotContain("s3cret");
    }

    @Test
    default void commandsRunBesideEachOther() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> outputs = IntStream.range(0, 40)
                    .mapToObj(i -> threads.submit(
                            () -> shell("echo \"$1\"", Integer.toString(i)).stdout()))
                    .toList();
            for (int i = 0; i < outputs.size(); i++) {
                assertThat(outputs.get(i).get()).isEqualTo(i + "\n");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
