package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.manifests.ManifestRefusedException.Reason;
import io.daytwo.node.Command;
import io.daytwo.plan.Journal;
import io.daytwo.plan.PlanBlockedException;
import io.daytwo.plan.PlanResult;
import io.daytwo.plan.RunOptions;
import io.daytwo.plan.Safeguard;
import io.daytwo.plan.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files and commands, a made-up kubelet. */
class StaticPodChangesTest {
    private static final String FOLDER = "/etc/kubernetes/manifests";
    private static final String PARKED = "/etc/kubernetes/daytwo-parked";

    /** Without a probe, and with one port. */
    private static final String WEB = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: kube-system}
            spec:
              hostNetwork: true
              terminationGracePeriodSeconds: 1
              containers:
              - name: web
                command:
                - web
                - --secure-port=6443
            """;

    private static final String ETCD = WEB.replace("web", "etcd")
            .replace("--secure-port=6443", "--listen-peer-urls=https://10.0.0.11:6443\n    - --data-dir=/var/lib/etcd");

    @TempDir
    private Path root;

    private FakeKubeletNode node;
    private StaticPods pods;

    @BeforeEach
    void aNodeWithTwoPods() {
        node = new FakeKubeletNode(root.resolve("cp1"));
        node.put("/var/lib/kubelet/config.yaml", "staticPodPath: " + FOLDER + "\nfileCheckFrequency: 100ms\n");
        node.put(FOLDER + "/web.yaml", WEB);
        node.put(FOLDER + "/etcd.yaml", ETCD);
        node.put("/var/lib/etcd/member/snap/db", "");
        pods = StaticPods.on(node);
    }

    private RunOptions options() {
        return RunOptions.defaults().journal(Journal.at(root.resolve("run.journal")));
    }

    @Test
    void stopsAndStarts() throws IOException {
        Files.setPosixFilePermissions(node.path(FOLDER + "/web.yaml"), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(pods.stop("web", options()).applied()).containsExactly("cp1/stop-web");
        assertThat(node.path(FOLDER + "/web.yaml")).doesNotExist();
        assertThat(node.text(PARKED + "/web.yaml")).isEqualTo(WEB);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.path(PARKED))))
                .isEqualTo("rwx------");
        assertThat(pods.stop("web", options()).applied()).isEmpty();
        assertThat(pods.start("web", options()).applied()).containsExactly("cp1/start-web");
        assertThat(node.text(FOLDER + "/web.yaml")).isEqualTo(WEB);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.path(FOLDER + "/web.yaml"))))
                .isEqualTo("rw-r-----");
        assertThat(node.path(PARKED)).isEmptyDirectory();
        assertThat(node.signals).isEmpty();
        assertThat(pods.start("web", options()).applied()).isEmpty();
        assertThat(Files.readString(root.resolve("run.journal"))).contains("/daytwo-parked/web.yaml sha256 ");
    }

    @Test
    void replacesAndKeepsTheOneBefore() {
        StaticPodManifest before = pods.manifest("web");
        StaticPodManifest after = before.withFlag("--v", "4");
        assertThat(pods.replace(after, options()).applied()).containsExactly("cp1/replace-web");
        assertThat(node.text(FOLDER + "/web.yaml")).isEqualTo(after.text());
        assertThat(node.text(PARKED + "/web.yaml." + Sha256.of(WEB).substring(0, 12)))
                .isEqualTo(WEB);
        assertThat(pods.replace(after, options()).applied()).isEmpty();
        assertThat(pods.replace(pods.manifest("web"), options()).applied()).isEmpty();
        StaticPodManifest again = pods.manifest("web").withFlag("--v", "2");
        assertThat(pods.replace(again, options()).applied()).hasSize(1);
    }

    @Test
    void aCommentStartsNothingAnew() {
        StaticPodManifest commented = pods.manifest("web").withText("# by hand\n" + WEB);
        node.keepsUids = true;
        assertThat(pods.replace(commented, options()).applied()).hasSize(1);
        assertThat(node.text(FOLDER + "/web.yaml")).startsWith("# by hand\n");
    }

    @Test
    void putsBackWhatDoesNotComeUpAndSaysWhy() {
        StaticPodManifest bad = pods.manifest("web").withFlag("--bogus", "1");
        PodNotStartedException why =
                catchThrowableOfType(PodNotStartedException.class, () -> pods.replace(bad, options()));
        assertThat(why.isPutBack()).isTrue();
        assertThat(why.node()).isEqualTo("cp1");
        assertThat(why.component()).isEqualTo("web");
        assertThat(why.logLines()).containsExactly("Error: unknown flag: --bogus");
        assertThat(node.text(FOLDER + "/web.yaml")).isEqualTo(WEB);
        assertThat(node.path("/var/lib/daytwo/journal")).doesNotExist();
        assertThat(catchThrowableOfType(PodNotStartedException.class, () -> pods.replace(bad, options())))
                .isNotNull();
    }

    @Test
    void refusesAnEditOfWhatSomebodyElseChanged() {
        StaticPodManifest edit = pods.manifest("web").withFlag("--v", "4");
        node.put(FOLDER + "/web.yaml", WEB + "# mine\n");
        ManifestRefusedException refusal =
                catchThrowableOfType(ManifestRefusedException.class, () -> pods.replace(edit, options()));
        assertThat(refusal.reason()).isEqualTo(Reason.CHANGED);
        assertThat(refusal.path()).isEqualTo(FOLDER + "/web.yaml");
        assertThat(refusal.expected()).isEqualTo(Sha256.of(WEB));
        assertThat(refusal.found()).isEqualTo(Sha256.of(WEB + "# mine\n"));
        assertThat(node.text(FOLDER + "/web.yaml")).isEqualTo(WEB + "# mine\n");
        assertThat(node.path(PARKED)).doesNotExist();
    }

    @Test
    void refusesManifestsOfElsewhere() {
        StaticPodManifest foreign = StaticPodManifest.parse(WEB, "cp2:" + FOLDER + "/web.yaml");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pods.replace(foreign, options()))
                .withMessageContaining("manifest");
    }

    @Test
    void refusesBesideASecondFile() {
        node.put(FOLDER + "/web.yaml.bak", WEB);
        PlanBlockedException stop = catchThrowableOfType(PlanBlockedException.class, () -> pods.stop("web", options()));
        assertThat(stop.reasons().get(0).why()).contains(FOLDER + "/web.yaml.bak");
        assertThat(stop.remedy()).contains("Move " + FOLDER + "/web.yaml.bak");
        node.put(FOLDER + "/web.yaml.bak", "kind: &a Pod\nweb: *a\n");
        assertThat(catchThrowableOfType(
                        PlanBlockedException.class,
                        () -> pods.replace(pods.manifest("web").withFlag("--v", "4"), options())))
                .isNotNull();
        assertThat(node.path(PARKED)).doesNotExist();
    }

    @Test
    void refusesWhereAnotherManifestIsParkedAlready() {
        node.put(PARKED + "/web.yaml", WEB);
        ManifestRefusedException refusal =
                catchThrowableOfType(ManifestRefusedException.class, () -> pods.stop("web", options()));
        assertThat(refusal.reason()).isEqualTo(Reason.OCCUPIED);
    }

    @Test
    void asksBeforeEtcdIsStopped() {
        PlanBlockedException alone =
                catchThrowableOfType(PlanBlockedException.class, () -> pods.stop("etcd", options()));
        assertThat(alone.remedy()).contains("acceptDowntime").contains("Safeguard");
        node.peers = List.of("0A00000C:094C");
        PlanBlockedException withPeers = catchThrowableOfType(
                PlanBlockedException.class, () -> pods.stop("etcd", options().acceptDowntime()));
        assertThat(withPeers.remedy()).doesNotContain("acceptDowntime").contains("guardedBy");
        Safeguard quorum = (member, component) -> new Safeguard.No(member + " " + component + " is needed.", "Wait.");
        PlanBlockedException no = catchThrowableOfType(
                PlanBlockedException.class,
                () -> pods.guardedBy(quorum).stop("etcd", options().acceptDowntime()));
        assertThat(no.reasons().get(0).why()).isEqualTo("cp1 etcd is needed.");
        assertThat(node.path(PARKED)).doesNotExist();
        PlanResult stopped =
                pods.guardedBy((member, component) -> new Safeguard.Yes()).stop("etcd", options());
        assertThat(stopped.applied()).hasSize(1);
    }

    @Test
    void anEtcdWithoutDataIsNotStarted() throws IOException {
        pods.stop("etcd", options().acceptDowntime());
        Files.delete(node.path("/var/lib/etcd/member/snap/db"));
        PlanBlockedException empty =
                catchThrowableOfType(PlanBlockedException.class, () -> pods.start("etcd", options()));
        assertThat(empty.reasons().get(0).why()).contains("new, empty cluster");
        assertThat(node.path(PARKED + "/etcd.yaml")).exists();
    }

    @Test
    void whatOutlivesItsManifestIsEnded() {
        var unused = node.run(Command.readingShell(PodScript.LOOK, "kube-system", "web"));
        node.atWork = false;
        assertThat(pods.stop("web", options()).applied()).hasSize(1);
        assertThat(node.signals).containsExactly("TERM");
        PlanBlockedException idle =
                catchThrowableOfType(PlanBlockedException.class, () -> pods.start("web", options()));
        assertThat(idle.remedy()).contains("systemctl status kubelet");
    }

    @Test
    void aKubeletThatDeletesNothingIsNotWaitedForUntilTheGraceIsOver() {
        node.put(FOLDER + "/web.yaml", WEB.replace("Seconds: 1", "Seconds: 300"));
        node.deletes = false;
        PlanResult stopped = pods.stop("web", options());
        assertThat(stopped.took()).isLessThan(Duration.ofSeconds(60));
        assertThat(node.signals).containsExactly("TERM");
    }

    @Test
    void whatCannotBeEndedIsNamedAndStaysParked() {
        var unused = node.run(Command.readingShell(PodScript.LOOK, "kube-system", "web"));
        node.atWork = false;
        node.startsAgain = true;
        StepFailedException failed = catchThrowableOfType(StepFailedException.class, () -> pods.stop("web", options()));
        assertThat(failed.getCause()).isInstanceOfSatisfying(PodNotStoppedException.class, why -> {
            assertThat(why.remains()).anyMatch(left -> left.startsWith("web (pid "));
            assertThat(why.getMessage()).contains(PARKED + "/web.yaml").contains("systemctl status kubelet");
        });
        node.startsAgain = false;
        assertThat(pods.stop("web", options()).applied()).hasSize(1);
    }
}
