package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, with tools that write down what they are asked; the real ones are asked by a story. */
class ExecProbeTest {
    private static final String ID = "a".repeat(64);

    @TempDir
    private Path folder;

    private final NodeExecutor node = NodeExecutor.local();

    @BeforeEach
    void aNodeWithTimeoutAlone() throws IOException {
        program("timeout", "exec /usr/bin/timeout \"$@\"");
    }

    private void tool(String name, String then) throws IOException {
        program(name, "for w; do printf '%s|' \"$w\"; done >> " + folder.resolve("asked") + "\n" + then);
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private int ask(String socket, String... command) {
        String[] arguments =
                Stream.concat(Stream.of(socket, "1", ID), Stream.of(command)).toArray(String[]::new);
        CommandResult result =
                node.run(Command.readingShell(PodScript.EXEC, arguments).environment("PATH", folder.toString()));
        assertThat(result.stdout() + result.stderr()).isEmpty();
        return result.exitStatus();
    }

    private List<String> asked() throws IOException {
        String text = Files.readString(folder.resolve("asked")).replaceAll("daytwo-[0-9]+", "X");
        Files.delete(folder.resolve("asked"));
        return List.of(text.split("\\|"));
    }

    @Test
    void crictlIsAskedFirst() throws IOException {
        tool("ctr", "exit 1");
        tool("crictl", "echo words; exit 0");
        assertThat(ask("unix:///run/crio/crio.sock", "/check", "a b", "-x")).isZero();
        assertThat(asked())
                .containsExactly(
                        "-r",
                        "unix:///run/crio/crio.sock",
                        "-t",
                        "5s",
                        "exec",
                        "-s",
                        "--timeout",
                        "1",
                        ID,
                        "/check",
                        "a b",
                        "-x");
        tool("crictl", "exit 3");
        assertThat(ask("", "/check")).isEqualTo(3);
        assertThat(asked()).startsWith("-t", "5s", "exec");
    }

    @Test
    void ctrIsAskedWhereThereIsNoCrictl() throws IOException {
        tool("ctr", "echo words; exit 2");
        assertThat(ask("unix:///run/containerd/containerd.sock", "/check", "a b"))
                .isEqualTo(2);
        assertThat(asked())
                .containsExactly(
                        "-a",
                        "/run/containerd/containerd.sock",
                        "-n",
                        "k8s.io",
                        "tasks",
                        "exec",
                        "--exec-id",
                        "X",
                        ID,
                        "/check",
                        "a b");
        assertThat(ask("", "/check")).isEqualTo(2);
        assertThat(asked()).startsWith("-n", "k8s.io");
    }

    @Test
    void whatCtrStartedAndDidNotEndInTimeIsEnded() throws IOException {
        tool("ctr", "case \"$*\" in *'tasks exec'*) exec /bin/sleep 30 ;; esac");
        assertThat(ask("", "/check")).isEqualTo(124);
        assertThat(asked())
                .containsSubsequence(
                        "tasks",
                        "kill",
                        "-s",
                        "KILL",
                        "--exec-id",
                        "X",
                        ID,
                        "-n",
                        "k8s.io",
                        "tasks",
                        "delete",
                        "--exec-id",
                        "X",
                        ID);
    }

    @Test
    void withoutToolsNothingIsAsked() {
        assertThat(ask("unix:///run/containerd/containerd.sock", "/check")).isEqualTo(PodScript.NOT_ASKED);
    }
}
