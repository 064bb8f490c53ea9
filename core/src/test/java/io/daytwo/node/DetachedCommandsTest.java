package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.CommandFailedException.Reason;
import io.daytwo.retry.Await;
import io.daytwo.retry.AwaitTimeoutException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On this machine, without systemd's help. */
@Timeout(60)
class DetachedCommandsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private DetachedCommands commands;

    @BeforeEach
    void below() {
        commands = DetachedCommands.on(NodeExecutor.local()).below(folder + "/commands");
    }

    private static Command shell(String script) {
        return Command.changing("/bin/sh", "-c", script);
    }

    private Path of(String name) {
        return folder.resolve("commands").resolve(name);
    }

    private void untilBegun(DetachedCommand command) {
        assertThat(Await.forThat("a pid").until(command::state, DetachedCommand.Running.class::isInstance))
                .isInstanceOfSatisfying(
                        DetachedCommand.Running.class,
                        running -> assertThat(running.pid()).isPositive());
    }

    @Test
    void endsWithStatusAndOutput() {
        DetachedCommand command = commands.start("one", shell("echo out; printf err >&2; exit 3"));
        CommandResult result = command.await(PATIENCE);
        assertThat(result.exitStatus()).isEqualTo(3);
        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err");
        assertThat(result.node()).isEqualTo("localhost");
        assertThat(command.state()).isEqualTo(new DetachedCommand.Ended(3));
        assertThat(command.await(Duration.ZERO).stdout()).isEqualTo("out\n");
        assertThat(commands.names()).containsExactly("one");
    }

    @Test
    void argumentsVariablesAndInputArriveAsTheyAre() {
        HostileWords words = new HostileWords(7);
        List<String> hostile =
                IntStream.range(0, 200).mapToObj(i -> words.word(i).text()).toList();
        String[] argv = Stream.concat(
                        Stream.of("/bin/sh", "-c", "printf '%s\\0' \"$@\" \"$X\" \"$LC_ALL\"; cat; umask; pwd", "x"),
                        hostile.stream())
                .toArray(String[]::new);
        CommandResult result = commands.start(
                        "args",
                        Command.changing(argv).environment("X", "'$(id)\n").stdin("input\n"))
                .await(PATIENCE);
        assertThat(result.stdout()).isEqualTo(String.join("\0", hostile) + "\0'$(id)\n\0C\0input\n0022\n/\n");
    }

    @Test
    void isFoundAgainByNameAndFollowedFromItsFirstLine() {
        DetachedCommand started =
                commands.start("slow", shell("for i in 1 2 3; do echo $i; sleep 0.3; done; echo e >&2"));
        untilBegun(started);
        List<String> heard = new CopyOnWriteArrayList<>();
        DetachedCommand found = commands.find("slow").orElseThrow();
        CommandResult result =
                found.onOutput((stream, line) -> heard.add(stream + line)).await(PATIENCE);
        assertThat(result.exitStatus()).isZero();
        assertThat(heard).containsExactly("STDOUT1", "STDOUT2", "STDOUT3", "STDERRe");
        assertThat(commands.find("other")).isEmpty();
    }

    @Test
    void muchOutputIsFollowedWhole() {
        AtomicInteger lines = new AtomicInteger();
        CommandResult result = commands.start("flood", shell("seq 1 600000"))
                .onOutput((stream, line) -> lines.incrementAndGet())
                .await(PATIENCE);
        assertThat(lines).hasValue(600_000);
        assertThat(result.truncated()).isTrue();
        assertThat(result.stdout()).startsWith("1\n").endsWith("\n600000\n");
    }

    @Test
    void ofManyWhoStartTheSameOneOnly() throws IOException {
        Path count = folder.resolve("count");
        AtomicInteger refused = new AtomicInteger();
        IntStream.range(0, 6).parallel().forEach(i -> {
            try {
                assertThat(commands.start("race", shell("echo x >> " + count)).name())
                        .isEqualTo("race");
            } catch (DetachedNameTakenException e) {
                assertThat(e.name()).isEqualTo("race");
                refused.incrementAndGet();
            }
        });
        assertThat(commands.find("race").orElseThrow().await(PATIENCE).exitStatus())
                .isZero();
        assertThat(refused).hasValue(5);
        assertThat(count).hasContent("x");
    }

    @Test
    void outlivesTheJvmThatStartedIt() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DetachedJvm.class.getName(),
                        folder + "/commands")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("orphan\n");
        assertThat(jvm.waitFor()).isEqualTo(137);
        DetachedCommand found = commands.find("orphan").orElseThrow();
        CommandResult result = found.await(PATIENCE);
        assertThat(result.exitStatus()).isEqualTo(5);
        assertThat(result.stdout()).isEqualTo("begun\ndone\n");
    }

    @Test
    void whoIsKilledIsLostAndNeverASuccess() {
        DetachedCommand command = commands.start("killed", shell("echo begun; sleep 30"));
        untilBegun(command);
        long pid = ((DetachedCommand.Running) command.state()).pid();
        ProcessHandle leader = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> children = leader.descendants().toList();
        leader.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        CommandFailedException error =
                catchThrowableOfType(CommandFailedException.class, () -> command.await(PATIENCE));
        assertThat(error.reason()).isEqualTo(Reason.NO_EXIT_STATUS);
        assertThat(error.isOutcomeUnknown()).isTrue();
        assertThat(error.result()).isEmpty();
        assertThat(command.state()).isInstanceOf(DetachedCommand.Lost.class);
    }

    @Test
    void afterARestartOfTheNodeItIsLost() throws IOException {
        DetachedCommand command = commands.start("rebooted", shell("sleep 2"));
        untilBegun(command);
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        String pid = Files.readString(of("rebooted").resolve("pid"));
        Files.writeString(of("rebooted").resolve("pid"), pid.replace(boot, "00000000-0000-0000-0000-000000000000"));
        assertThat(command.state())
                .isInstanceOfSatisfying(
                        DetachedCommand.Lost.class,
                        lost -> assertThat(lost.why()).contains("restarted"));
        assertThat(Await.forThat("a status").until(command::state, state -> state.equals(new DetachedCommand.Ended(0))))
                .as("who has left a status has ended, whatever happened later")
                .isNotNull();
    }

    @Test
    void anotherProcessOfTheSamePidIsNotTaken() throws IOException {
        DetachedCommand command = commands.start("reused", shell("exit 0"));
        assertThat(command.await(PATIENCE).isSuccess()).isTrue();
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        Files.writeString(of("reused").resolve("pid"), ProcessHandle.current().pid() + " 12 " + boot + " 0\n");
        Files.delete(of("reused").resolve("status"));
        assertThat(command.state()).isInstanceOf(DetachedCommand.Lost.class);
    }

    @Test
    void waitingLessLongDoesNotEndIt() {
        DetachedCommand command = commands.start("long", shell("sleep 1; echo still"));
        assertThatExceptionOfType(AwaitTimeoutException.class)
                .isThrownBy(() -> command.await(Duration.ofMillis(100)))
                .withMessageContaining("It goes on");
        assertThat(command.await(PATIENCE).stdout()).isEqualTo("still\n");
    }

    @Test
    void isForgottenOnlyWhenItHasEnded() {
        DetachedCommand command = commands.start("again", shell("sleep 0.5"));
        assertThatIllegalStateException().isThrownBy(command::forget).withMessageContaining("again");
        assertThat(command.await(PATIENCE).isSuccess()).isTrue();
        command.forget();
        assertThat(commands.find("again")).isEmpty();
        assertThat(commands.names()).isEmpty();
        assertThat(commands.start("again", shell("exit 4")).await(PATIENCE).exitStatus())
                .isEqualTo(4);
    }

    @Test
    void aMissingProgramIsStatus127() {
        assertThat(commands.start("none", Command.changing("/no/such/program"))
                        .await(PATIENCE)
                        .exitStatus())
                .isEqualTo(127);
    }

    @Test
    void whatItWasGivenIsGoneOnceItRuns() throws IOException {
        DetachedCommand command = commands.start(
                "secret", shell("sleep 0.5").environment("TOKEN", "s3cret").stdin("s3cret"));
        untilBegun(command);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(of("secret"))))
                .isEqualTo("rwx------");
        try (var files = Files.list(of("secret"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("boot", "pid", "stdout", "stderr");
        }
        assertThat(command.await(PATIENCE).isSuccess()).isTrue();
    }

    @Test
    void aFolderThatIsNotOursIsNotUsed() throws IOException {
        Files.createDirectory(folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("commands"), folder.resolve("real"));
        CommandFailedException error =
                catchThrowableOfType(CommandFailedException.class, () -> commands.start("x", shell("true")));
        assertThat(error.reason()).isEqualTo(Reason.NOT_STARTED);
        assertThat(folder.resolve("real")).isEmptyDirectory();
    }

    @Test
    void inputThatArrivesTornStartsNothing() {
        String script = DetachedScript.run(folder + "/commands/torn", shell("echo x > " + folder + "/ran"));
        CommandResult result = NodeExecutor.local()
                .run(Command.changingShell(
                                DetachedScript.START,
                                folder + "/commands",
                                "torn",
                                Integer.toString(script.length()),
                                Sha256.of((script + "input").getBytes(StandardCharsets.UTF_8)))
                        .stdin(script + "inp"));
        assertThat(result.exitStatus()).isEqualTo(DetachedScript.NOT_STARTED);
        assertThat(result.stderr()).contains("did not arrive");
        assertThat(of("torn")).doesNotExist();
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void namesAndFoldersArePlain() {
        for (String name : List.of("", "-x", "..", "a/b", "A", "a b", "a".repeat(101))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> commands.find(name))
                    .withMessageContaining("name");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> commands.below("/a$b"))
                .withMessageContaining("path");
    }
}
