package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.Command;
import io.daytwo.plan.Journal;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.Plan;
import io.daytwo.plan.PlanBlockedException;
import io.daytwo.plan.RunOptions;
import io.daytwo.plan.Safeguard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files and commands, a made-up kubelet. */
class StaticPodRestartTest {
    private static final String MANIFEST = "/etc/kubernetes/manifests/web.yaml";
    private static final String PARKED = "/etc/kubernetes/daytwo-parked/web.yaml";
    private static final String KEY = "/etc/kubernetes/pki/web.key";

    @TempDir
    private Path root;

    private FakeKubeletNode node;

    @BeforeEach
    void aPodThatRunsForAMoment() throws InterruptedException {
        node = new FakeKubeletNode(root.resolve("cp1"));
        node.put(KEY, "a");
        node.put(MANIFEST, """
                        kind: Pod
                        metadata: {name: web, namespace: kube-system}
                        spec:
                          hostNetwork: true
                          terminationGracePeriodSeconds: 1
                          containers:
                          - {name: web, command: [web, --secure-port=6443, --tls-private-key-file=/etc/kubernetes/pki/web.key]}
                        """);
        Thread.sleep(50);
        look();
    }

    private void look() {
        var unused = node.run(Command.readingShell(PodScript.LOOK, "kube-system", "web"));
    }

    private List<String> run(StaticPodRestart step) {
        RunOptions options = RunOptions.defaults().journal(Journal.at(root.resolve("run.journal")));
        return Plan.of("a restart", Nodes.of(List.of("cp1"), name -> node), List.of(step))
                .run(options)
                .applied();
    }

    private static StaticPodRestart restart() {
        return StaticPodRestart.of("cp1", "web");
    }

    @Test
    void restartsWhatIsOlderThanAFileOfItsFlagsOnce() throws InterruptedException {
        assertThat(run(restart())).isEmpty();
        Thread.sleep(50);
        node.put(KEY, "b");
        assertThat(run(restart())).containsExactly("cp1/restart-web");
        assertThat(node.path(MANIFEST)).exists();
        assertThat(node.path(PARKED)).doesNotExist();
        assertThat(run(restart())).isEmpty();
    }

    @Test
    void otherFilesCanBeNamed() throws InterruptedException {
        Thread.sleep(50);
        node.put("/etc/kubernetes/pki/other.crt", "b");
        assertThat(run(restart())).isEmpty();
        assertThat(run(restart().newerThan(List.of("/etc/kubernetes/pki/other.crt", "/etc/none"))))
                .hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> restart().newerThan(List.of("pki")))
                .withMessageContaining("paths");
    }

    @Test
    void putsBackWhatAnInterruptedOneLeftParkedWithoutAsking() throws IOException {
        Files.createDirectories(node.path(PARKED).getParent());
        Files.move(node.path(MANIFEST), node.path(PARKED));
        look();
        Safeguard never = (member, component) -> new Safeguard.No("Never.", "Wait.");
        assertThat(run(restart().guardedBy(never))).hasSize(1);
        assertThat(node.path(MANIFEST)).exists();
        assertThat(node.path(PARKED)).doesNotExist();
    }

    @Test
    void asksBeforeItStops() throws InterruptedException {
        Thread.sleep(50);
        node.put(KEY, "b");
        Safeguard never = (member, component) -> new Safeguard.No(member + "/" + component, "Wait.");
        PlanBlockedException no = catchThrowableOfType(
                PlanBlockedException.class, () -> run(restart().guardedBy(never)));
        assertThat(no.reasons().get(0).why()).isEqualTo("cp1/web");
        assertThat(node.path(MANIFEST)).exists();
    }
}
