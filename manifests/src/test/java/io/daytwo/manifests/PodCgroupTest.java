package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where runtimes put a static Pod's processes, read by the real script from a made-up {@code /proc}. containerd's lines
 * have the form of the testbed's nodes; CRI-O's are derived from its source (github.com/cri-o/cri-o
 * internal/config/cgmgr/systemd_linux.go and cgroupfs_linux.go: prefix {@code crio}, crun's child {@code container},
 * {@code crio-conmon-ID} where monitor_cgroup is {@code pod}), as are those of cgroup v2 from the kubelet's
 * (pkg/kubelet/cm/cgroup_manager_linux.go).
 */
class PodCgroupTest {
    private static final String UID = "0123456789abcdef0123456789abcdef";
    private static final String ID = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String SLICE =
            "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + UID + ".slice/";

    @TempDir
    private Path folder;

    private void process(int pid, String name, String state, String cgroup) throws IOException {
        Path process = Files.createDirectories(folder.resolve("proc/" + pid));
        Files.writeString(process.resolve("comm"), name + "\n");
        Files.writeString(process.resolve("cgroup"), cgroup + "\n");
        Files.writeString(
                process.resolve("stat"), pid + " (" + name + ") " + state + " 1" + " 0".repeat(17) + " 4711 0 0\n");
    }

    private PodState look() throws IOException {
        Files.createDirectories(folder.resolve("proc/net"));
        Files.writeString(folder.resolve("proc/uptime"), "1000.00 1.00\n");
        String script = PodScript.LOOK.replace("/proc/", folder + "/proc/");
        String text = NodeExecutor.local()
                .run(Command.readingShell(script, "kube-system", "web", folder.toString(), "", "")
                        .environment("PATH", "/usr/bin:/bin"))
                .orThrow()
                .stdout();
        return PodState.parse(text, new PodNames("kube-system", "web", "web", "web", List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // containerd, the kubelet's cgroupDriver systemd: cgroup v1 (the testbed's), v2
                "11:memory:" + SLICE + "cri-containerd-" + ID + ".scope",
                "0::" + SLICE + "cri-containerd-" + ID + ".scope",
                // containerd, cgroupDriver cgroupfs
                "0::/kubepods/burstable/pod" + UID + "/" + ID,
                // guaranteed Pods have no class of their own
                "0::/kubepods.slice/kubepods-pod" + UID + ".slice/cri-containerd-" + ID + ".scope",
                // CRI-O with runc, with crun, with cgroupfs
                "0::" + SLICE + "crio-" + ID + ".scope",
                "0::" + SLICE + "crio-" + ID + ".scope/container",
                "0::/kubepods/burstable/pod" + UID + "/crio-" + ID,
                // a kubelet below another root, as in kind
                "0::/kubelet.slice/kubelet" + SLICE + "cri-containerd-" + ID + ".scope",
            })
    void isFoundWhateverTheRuntimeAndTheDriver(String cgroup) throws IOException {
        process(10, "web", "S", cgroup);
        assertThat(look().working()).singleElement().satisfies(process -> {
            assertThat(process.pid()).isEqualTo(10);
            assertThat(process.uid()).isEqualTo(UID);
            assertThat(process.container()).isEqualTo(ID);
            assertThat(process.ticks()).isEqualTo(4711);
        });
    }

    @Test
    void monitorsAndSandboxesAreNoWork() throws IOException {
        process(10, "web", "S", "0::" + SLICE + "crio-" + ID + ".scope");
        process(11, "conmon", "S", "0::" + SLICE + "crio-conmon-" + ID + ".scope");
        process(12, "conmonrs", "S", "0::" + SLICE + "crio-conmon-" + ID + ".scope");
        process(13, "pause", "S", "0::" + SLICE + "crio-" + "b".repeat(64) + ".scope");
        PodState state = look();
        assertThat(state.processes()).extracting(PodProcess::pid).containsExactlyInAnyOrder(10, 11, 12, 13);
        assertThat(state.working()).extracting(PodProcess::pid).containsExactly(10);
    }

    @Test
    void othersProcessesAndZombiesAreNone() throws IOException {
        process(10, "web", "Z", "0::" + SLICE + "crio-" + ID + ".scope");
        process(11, "web", "S", "0::/system.slice/crio-conmon-" + ID + ".scope");
        process(12, "web", "S", "0::/user.slice/user-0.slice/session-1.scope");
        // Pods of the API have a uid with dashes, which systemd's driver writes as underscores.
        String api = UID.replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1_$2_$3_$4_");
        process(13, "web", "S", "0::" + SLICE.replace(UID, api) + "crio-" + ID + ".scope");
        assertThat(look().processes()).isEmpty();
    }
}
