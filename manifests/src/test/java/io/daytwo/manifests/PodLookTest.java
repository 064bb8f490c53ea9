package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that look, run here by a real shell on a real kernel. */
class PodLookTest {
    private static final String UID = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    private final NodeExecutor node = NodeExecutor.local();

    @TempDir
    private Path folder;

    private static PodNames names(String program, String... beside) {
        return new PodNames("kube-system", "web", "web", program, List.of(beside));
    }

    private String run(String script, String... arguments) {
        return node.run(Command.readingShell(script, arguments)).orThrow().stdout();
    }

    @Test
    void seesLogsAndClocksOfTheRealMachine() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("kube-system_web-cp1_" + UID + "/web"));
        for (String log : List.of("0.log", "10.log", "9.log", "10.log.20261121-160000", "x.log")) {
            Files.writeString(logs.resolve(log), "");
        }
        Files.createDirectories(folder.resolve("kube-system_web-metrics-cp1_" + OTHER + "/exporter"));
        String text = run(PodScript.LOOK, "kube-system", "web", folder.toString(), "", "094C");
        PodState state = PodState.parse(text, names("no-such", "web-metrics"));
        assertThat(Duration.between(Instant.now(), state.now()).abs()).isLessThan(Duration.ofSeconds(10));
        assertThat(state.logs()).containsOnlyKeys(UID);
        assertThat(state.logs().get(UID).restarts()).isEqualTo(10);
        assertThat(state.logs().get(UID).folder()).isEqualTo(logs.toString());
        assertThat(state.processes()).isEmpty();
    }

    @Test
    void seesWhoListens() throws IOException {
        try (java.net.ServerSocket socket = new ServerSocket(0)) {
            String text = run(PodScript.LOOK, "x", "z", folder.toString(), "", "");
            assertThat(PodState.parse(text, names("no-such")).listening()).contains(socket.getLocalPort());
        }
    }

    @Test
    void tellsThePodsApart() {
        PodState state = PodState.parse(
                """
                now 1700000100.50 1000.00 100
                kubelet S
                process 10 50000 %1$s %3$s pause
                process 11 50100 %1$s %4$s kube-controller
                process 12 50200 %1$s %4$s child of it
                process 20 60000 %2$s %5$s etcd
                log %1$s 3 /var/log/pods/kube-system_web-cp1_%1$s
                log %2$s 0 /var/log/pods/kube-system_etcd-cp1_%2$s
                listen 192B
                peer 0A00000C:094C
                """.formatted(UID, OTHER, "a".repeat(64), "b".repeat(64), "c".repeat(64)),
                names("kube-controller-manager"));
        assertThat(state.processes()).extracting(PodProcess::pid).containsExactly(10, 11, 12);
        assertThat(state.working()).extracting(PodProcess::pid).containsExactly(11, 12);
        assertThat(state.oldestContainer()).contains(Instant.ofEpochSecond(1_699_999_601, 500_000_000));
        assertThat(state.isKubeletAtWork()).isTrue();
        assertThat(state.listening()).containsExactly(6443);
        assertThat(state.peers()).hasSize(1);
        assertThat(state.logs().get(UID).folder()).isEqualTo("/var/log/pods/kube-system_web-cp1_" + UID + "/web");
        assertThat(state.without(Set.of(UID)).processes()).isEmpty();
    }

    @Test
    void aRuntimeNamesWhatHasNoLogs() {
        String text = """
                now 1700000100.50 1000.00 100
                process 10 50000 %1$s %2$s java
                named %2$s
                """.formatted(UID, "a".repeat(64));
        assertThat(PodState.parse(text, names("web")).processes()).hasSize(1);
        assertThat(PodState.parse(text.replace("named", "peer"), names("web")).processes())
                .isEmpty();
    }

    @Test
    void processesOfAnotherPodAreNotOursWhateverTheyAreCalled() {
        String text = """
                now 1700000100.50 1000.00 100
                process 10 50000 %1$s %2$s web
                named %2$s
                log %1$s 0 /var/log/pods/kube-system_web-metrics-cp1_%1$s
                """.formatted(UID, "a".repeat(64));
        assertThat(PodState.parse(text, names("web", "web-metrics")).processes())
                .isEmpty();
        assertThat(PodState.parse(text, names("web")).processes()).hasSize(1);
    }

    @Test
    void aKubeletThatStandsStillIsNotAtWork() {
        for (String state : List.of("T", "t", "Z")) {
            assertThat(PodState.parse("now 1.0 1.0 100\nkubelet " + state, names("web"))
                            .isKubeletAtWork())
                    .isFalse();
        }
        assertThat(PodState.parse("now 1.0 1.0 100", names("web")).isKubeletAtWork())
                .isFalse();
    }

    @Test
    void signalsTheProcessThatWasSeenAndNoOther() throws IOException, InterruptedException {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try {
            String pid = Long.toString(sleeper.pid());
            String[] stat = Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ", -1);
            node.run(Command.changingShell(PodScript.SIGNAL, "KILL", pid, stat[21] + "1", "999999999", "1"))
                    .orThrow();
            assertThat(sleeper.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
            node.run(Command.changingShell(PodScript.SIGNAL, "KILL", pid, stat[21]))
                    .orThrow();
            assertThat(sleeper.waitFor(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void findsWhenFilesChangedAlsoByTheirLinks() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("a b.crt"), "a");
        Thread.sleep(20);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        String text = run(PodScript.CHANGED, file.toString(), link.toString(), folder.toString(), "/no/such");
        assertThat(text.lines()).hasSize(3).allMatch(line -> line.matches("[0-9]+\\.[0-9]{9} /.*"));
        List<Instant> times = text.lines()
                .map(line -> PodState.seconds(line.split(" ", 2)[0]))
                .toList();
        assertThat(times.get(1)).isEqualTo(times.get(0));
        assertThat(times.get(2)).isAfter(times.get(0));
    }

    @Test
    void seesALockedDatabase() throws IOException {
        Path db = Files.writeString(folder.resolve("db"), "");
        Command look = Command.readingShell(PodScript.UNLOCKED, db.toString());
        assertThat(node.run(look).isSuccess()).isTrue();
        Process holder = new ProcessBuilder("flock", "-n", db.toString(), "sh", "-c", "echo held; cat").start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            assertThat(node.run(look).exitStatus()).isEqualTo(1);
        } finally {
            holder.destroyForcibly();
        }
        assertThat(run(PodScript.UNLOCKED, folder.resolve("none").toString())).isEmpty();
    }

    @Test
    void readsTheLastLogThatHasAnyWords() throws IOException {
        Files.writeString(folder.resolve("9.log"), "old\n");
        Files.writeString(folder.resolve("10.log"), "2026-11-21T16:00:00.1Z stderr F last words\n");
        Files.createFile(folder.resolve("11.log"));
        assertThat(PodLog.lines(run(PodScript.LOG, folder.toString()))).containsExactly("last words");
        assertThat(run(PodScript.LOG, "/no/such")).isEmpty();
    }
}
