package io.daytwo.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.manifests.ManifestRefusedException.Reason;
import io.daytwo.node.CommandFailedException;
import io.daytwo.node.NodeExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves manifests on a real file system. */
class ManifestPlaceTest {
    private static final String TEXT = Corpus.text("kubeadm-1.35/etcd.yaml");
    private static final String HASH = Sha256.of(TEXT);

    @TempDir
    private Path root;

    private Path manifest;
    private Path parked;
    private ManifestPlace place;

    @BeforeEach
    void aManifest() throws IOException {
        manifest = Files.createDirectories(root.resolve("manifests")).resolve("etcd.yaml");
        parked = root.resolve("daytwo-parked/etcd.yaml");
        Files.writeString(manifest, TEXT);
        Files.setPosixFilePermissions(manifest, PosixFilePermissions.fromString("rw-r-----"));
        place = new ManifestPlace(
                NodeExecutor.local(), root.resolve("manifests").toString(), "etcd");
    }

    private StaticPodManifest edit() {
        return StaticPodManifest.parse(TEXT, "etcd.yaml").withFlag("--snapshot-count", "5000");
    }

    private Reason refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ManifestRefusedException.class, call).reason();
    }

    @Test
    void aReplacementHasTheModeOfTheOldOneWhichIsKept() throws IOException {
        place.replace(edit());
        assertThat(manifest).hasContent(edit().text());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(manifest)))
                .isEqualTo("rw-r-----");
        assertThat(root.resolve("daytwo-parked/etcd.yaml." + HASH.substring(0, 12)))
                .hasContent(TEXT);
        place.putBack(HASH);
        assertThat(manifest).hasContent(TEXT);
        assertThat(parked.getParent()).isEmptyDirectory();
    }

    @Test
    void whatWasEditedMeanwhileIsNotTouched() throws IOException {
        Files.writeString(manifest, TEXT + "# mine\n");
        assertThat(refused(() -> place.replace(edit()))).isEqualTo(Reason.CHANGED);
        assertThat(refused(() -> place.park(HASH))).isEqualTo(Reason.CHANGED);
        assertThat(manifest).hasContent(TEXT + "# mine\n");
        assertThat(parked).doesNotExist();
    }

    @Test
    void nothingParkedIsOverwritten() throws IOException {
        Files.createDirectories(parked.getParent());
        Files.writeString(parked, "precious");
        assertThat(refused(() -> place.park(HASH))).isEqualTo(Reason.OCCUPIED);
        assertThat(refused(() -> place.requireOne(place.look()))).isEqualTo(Reason.OCCUPIED);
        assertThat(parked).hasContent("precious");
        assertThat(manifest).exists();
    }

    @Test
    void linksAreRefused() throws IOException {
        Path elsewhere = Files.move(manifest, root.resolve("elsewhere"));
        Files.createSymbolicLink(manifest, elsewhere);
        assertThat(place.look().running()).isEqualTo("link");
        assertThat(refused(() -> place.requireOne(place.look()))).isEqualTo(Reason.LINK);
        assertThat(refused(() -> place.replace(edit()))).isEqualTo(Reason.LINK);
        assertThat(elsewhere).hasContent(TEXT);
    }

    @Test
    void anotherFileSystemIsRefused() throws IOException {
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "daytwo");
        try {
            Files.createSymbolicLink(root.resolve("daytwo-parked"), memory);
            assertThat(refused(() -> place.park(HASH))).isEqualTo(Reason.OTHER_FILE_SYSTEM);
            assertThat(manifest).hasContent(TEXT);
        } finally {
            Files.delete(memory);
        }
    }

    @Test
    void whatCannotBeWrittenBesideLeavesTheManifestAsItIs() throws IOException {
        Files.createDirectories(parked.getParent());
        Files.createDirectory(parked.resolveSibling(".etcd.yaml.part"));
        assertThatThrownBy(() -> place.replace(edit())).isInstanceOf(CommandFailedException.class);
        assertThat(manifest).hasContent(TEXT);
    }
}
