package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.manifests.ManifestFinding.Kind;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of this machine, as the kubelet would take it. */
class ManifestLintTest {
    @TempDir
    private Path folder;

    private StaticPods pods;

    @BeforeEach
    void kubeadmsFolder() throws IOException {
        write("etcd.yaml", Corpus.text("kubeadm-1.34/etcd.yaml"));
        write("kube-apiserver.yaml", Corpus.text("kubeadm-1.34/kube-apiserver.yaml"));
        pods = StaticPods.on(NodeExecutor.local(), folder.toString());
    }

    @CanIgnoreReturnValue
    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Who runs the tests may not be root. */
    private List<ManifestFinding> lint() {
        return pods.lint().stream()
                .filter(finding ->
                        finding.kind() != Kind.OWNER || finding.problem().contains("0666"))
                .toList();
    }

    @Test
    void kubeadmsFolderAndPodsOfOthersAreFine() throws IOException {
        write(
                "kube-vip.yaml",
                "kind: Pod\nmetadata: {name: kube-vip, namespace: kube-system}\nspec: {containers: [{name: vip}]}\n");
        write("lb", "kind: Pod\nmetadata: {name: lb}\nspec: {containers: [{name: haproxy}, {name: keepalived}]}\n");
        write(".etcd.yaml.tmp", "half a fi");
        Files.createDirectory(folder.resolve("old"));
        assertThat(lint()).isEmpty();
        assertThat(pods.list())
                .extracting(StaticPodManifest::name)
                .containsExactly("etcd", "kube-apiserver", "kube-vip", "lb");
    }

    @Test
    void ofTwoFilesForOnePodTheLaterIsNamed() throws IOException {
        write("etcd.yaml.bak", Corpus.text("kubeadm-1.33/etcd.yaml"));
        ManifestFinding found = onlyFinding();
        assertThat(found.kind()).isEqualTo(Kind.SECOND_FILE);
        assertThat(found.path()).isEqualTo(folder + "/etcd.yaml.bak");
        assertThat(found.problem()).contains("kube-system/etcd", folder + "/etcd.yaml ", "runs this one alone");
    }

    @Test
    void copiesOfPodsThatAreParkedWouldBringThemBack() throws IOException {
        String scheduler = "kind: Pod\nmetadata: {name: kube-scheduler}\nspec: {containers: [{name: s}]}\n";
        for (String name : List.of(
                "s.yaml.bak",
                "s.yaml~",
                "s.yaml.2026-11-21",
                "s.bak.yaml",
                "s.yaml.orig",
                "sedAb12Cd",
                "s.yml.dpkg-old")) {
            Path file = write(name, scheduler);
            assertThat(onlyFinding().kind()).as(name).isEqualTo(Kind.COPY);
            Files.delete(file);
        }
        write("scheduler-2.yaml", scheduler);
        assertThat(lint()).isEmpty();
    }

    @Test
    void linksAndFilesOthersMayWriteAreFound() throws IOException {
        Files.move(folder.resolve("etcd.yaml"), folder.resolve(".real"));
        Files.createSymbolicLink(folder.resolve("etcd.yaml"), folder.resolve(".real"));
        Files.setPosixFilePermissions(
                folder.resolve("kube-apiserver.yaml"), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(lint()).extracting(ManifestFinding::kind).containsExactly(Kind.SYMLINK, Kind.OWNER);
    }

    @Test
    void whatIsNoManifestIsFoundAndNotListed() throws IOException {
        write("notes.txt", "kind: Deployment\n");
        write("zeros", "\0".repeat(2 << 20));
        assertThat(lint())
                .extracting(ManifestFinding::kind, ManifestFinding::path)
                .containsExactly(
                        tuple(Kind.UNREADABLE, folder + "/notes.txt"), tuple(Kind.UNREADABLE, folder + "/zeros"));
        assertThat(catchThrowableOfType(ManifestException.class, () -> pods.list())
                        .source())
                .endsWith("/notes.txt");
    }

    private ManifestFinding onlyFinding() {
        List<ManifestFinding> found = lint();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
