package io.daytwo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.Command;
import io.daytwo.node.FileStat;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFileException;
import io.daytwo.node.NodeFileException.Reason;
import io.daytwo.node.NodeFiles;
import io.daytwo.progress.ProgressEvent;
import io.daytwo.progress.ProgressListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a node may be relied on for. Implemented like {@link NodeExecutorContract}, perhaps beside it. */
@Timeout(120)
public interface NodeFilesContract {
    /** {@return the node under test, of which the contract closes nothing} */
    NodeExecutor node();

    /** {@return a folder of the node in which its user may write; it need not be empty and is left as it was} */
    String folder();

    /**
     * Makes a new folder.
     *
     * @param path absolute
     */
    default void makeFolder(String path) {
        node().run(Command.changing("mkdir", "--", path)).orThrow();
    }

    /**
     * Makes a symbolic link.
     *
     * @param path absolute
     * @param target where it leads
     */
    default void makeLink(String path, String target) {
        node().run(Command.changing("ln", "-s", "--", target, path)).orThrow();
    }

    /**
     * Removes a folder of the contract and all in it.
     *
     * @param path absolute
     */
    default void removeFolder(String path) {
        node().run(Command.changing("rm", "-rf", "--", path)).orThrow();
    }

    /** What one test does in a folder of its own. */
    @FunctionalInterface
    interface Scene {
        /**
         * Plays it.
         *
         * @param files of the node
         * @param folder empty
         */
        void play(NodeFiles files, String folder) throws IOException;
    }

    private void in(Scene scene) {
        String mine = folder() + "/contract-" + UUID.randomUUID();
        makeFolder(mine);
        try {
            scene.play(node().files(), mine);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            removeFolder(mine);
        }
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private static byte[] text(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refused(Reason reason, Runnable call) {
        NodeFileException error = catchThrowableOfType(NodeFileException.class, call::run);
        assertThat(error).as("refused as " + reason).isNotNull();
        assertThat(error.reason()).isEqualTo(reason);
        assertThat(error.node()).isNotBlank();
        assertThat(error.remedy()).isNotBlank();
    }

    @Test
    default void namesAreTakenAsTheyAre() {
        in((files, folder) -> {
            for (String name : Hostile.WORDS) {
                files.create(folder + "/" + name, text("content of " + name), 0640);
                assertThat(new String(files.read(folder + "/" + name, 1000), StandardCharsets.UTF_8))
                        .isEqualTo("content of " + name);
            }
            for (String name : Hostile.MOST_HOSTILE) {
                String path = folder + "/" + name;
                files.replace(path, text("new " + name));
                assertThat(files.stat(path).orElseThrow().mode()).isEqualTo(0640);
                assertThat(files.sha256(path)).isEqualTo(hash(text("new " + name)));
            }
            assertThat(files.list(folder)).containsExactlyInAnyOrderElementsOf(Hostile.WORDS);
        });
    }

    @Test
    default void everyByteArrives() {
        in((files, folder) -> {
            for (int size : new int[] {0, 1, 4096, 65_537, 3_000_001}) {
                String path = folder + "/" + size;
                files.create(path, random(size), 0600);
                assertThat(files.sha256(path)).isEqualTo(hash(random(size)));
                assertThat(files.read(path, size)).isEqualTo(random(size));
                FileStat stat = files.stat(path).orElseThrow();
                assertThat(stat.size()).isEqualTo(size);
                assertThat(stat.mode()).isEqualTo(0600);
                assertThat(stat.type()).isEqualTo(FileStat.Type.FILE);
                assertThat(stat.path()).isEqualTo(path);
            }
        });
    }

    @Test
    default void whatIsMissingIsMissing() {
        in((files, folder) -> {
            String path = folder + "/none";
            assertThat(files.exists(path)).isFalse();
            assertThat(files.stat(path)).isEmpty();
            assertThat(files.stat(path + "/below")).isEmpty();
            refused(Reason.MISSING, () -> assertThat(files.read(path, 10)).isNull());
            refused(Reason.MISSING, () -> assertThat(files.sha256(path)).isNull());
            refused(Reason.MISSING, () -> assertThat(files.list(path)).isNull());
            refused(Reason.MISSING, () -> files.replace(path, text("x")));
            refused(Reason.MISSING, () -> files.create(path + "/below", text("x"), 0600));
            assertThat(files.list(folder)).isEmpty();
        });
    }

    @Test
    default void aFolderIsNoFileAndAFileIsNoFolder() {
        in((files, folder) -> {
            makeFolder(folder + "/sub");
            files.create(folder + "/file", text("x"), 0600);
            refused(
                    Reason.WRONG_TYPE,
                    () -> assertThat(files.read(folder + "/sub", 10)).isNull());
            refused(
                    Reason.WRONG_TYPE,
                    () -> assertThat(files.sha256(folder + "/sub")).isNull());
            refused(Reason.WRONG_TYPE, () -> files.replace(folder + "/sub", text("x")));
            refused(
                    Reason.WRONG_TYPE,
                    () -> assertThat(files.list(folder + "/file")).isNull());
            refused(
                    Reason.WRONG_TYPE,
                    () -> assertThat(files.read(folder + "/file/below", 10)).isNull());
            assertThat(files.stat(folder + "/file/below")).isEmpty();
            assertThat(files.stat(folder + "/sub").orElseThrow().isFolder()).isTrue();
            assertThat(files.list(folder)).containsExactly("file", "sub");
        });
    }

    @Test
    default void aLongFileIsRefusedNotCut() {
        in((files, folder) -> {
            files.create(folder + "/eleven", text("12345678901"), 0600);
            refused(
                    Reason.TOO_LARGE,
                    () -> assertThat(files.read(folder + "/eleven", 10)).isNull());
            assertThat(files.read(folder + "/eleven", 11)).hasSize(11);
        });
    }

    @Test
    default void createOverwritesNothing() {
        in((files, folder) -> {
            files.create(folder + "/file", text("first"), 0644);
            makeLink(folder + "/nowhere", folder + "/no-target");
            refused(Reason.EXISTS, () -> files.create(folder + "/file", text("second"), 0644));
            refused(Reason.EXISTS, () -> files.create(folder + "/nowhere", text("second"), 0644));
            assertThat(files.read(folder + "/file", 10)).isEqualTo(text("first"));
            assertThat(files.list(folder)).containsExactly("file", "nowhere");
        });
    }

    @Test
    default void linksAreFollowed() {
        in((files, folder) -> {
            files.create(folder + "/file", text("first"), 0644);
            makeLink(folder + "/link", "file");
            makeLink(folder + "/nowhere", "no-target");
            assertThat(files.read(folder + "/link", 10)).isEqualTo(text("first"));
            assertThat(files.stat(folder + "/link").orElseThrow().link()).isTrue();
            assertThat(files.stat(folder + "/file").orElseThrow().link()).isFalse();
            assertThat(files.stat(folder + "/nowhere")).isEmpty();
            refused(
                    Reason.MISSING,
                    () -> assertThat(files.read(folder + "/nowhere", 10)).isNull());
            files.replace(folder + "/link", text("second"));
            assertThat(files.read(folder + "/file", 10)).isEqualTo(text("second"));
            assertThat(files.stat(folder + "/link").orElseThrow().link()).isTrue();
            assertThat(files.list(folder)).containsExactly("file", "link", "nowhere");
        });
    }

    @Test
    default void pathsAreAbsolute() {
        NodeFiles files = node().files();
        for (String path : List.of("", "relative", "-rf", "/a\0b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThat(files.stat(path)).isEmpty())
                    .withMessageContaining("path");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> files.create(path, text("x"), 0600))
                    .withMessageContaining("path");
        }
    }

    @Test
    default void uploadAndDownloadKeepEveryByte(@TempDir Path here) throws IOException {
        byte[] content = random(3_000_001);
        Path source = Files.write(here.resolve("source"), content);
        List<ProgressEvent> heard = new CopyOnWriteArrayList<>();
        in((files, folder) -> {
            String path = folder + "/it's \"here\"\n";
            files.upload(source, path, heard::add);
            assertThat(files.sha256(path)).isEqualTo(hash(content));
            assertThat(files.stat(path).orElseThrow().mode()).isEqualTo(0600);
            assertThat(heard).first().isInstanceOf(ProgressEvent.Started.class);
            assertThat(heard)
                    .last()
                    .isInstanceOfSatisfying(
                            ProgressEvent.Finished.class,
                            end -> assertThat(end.bytes()).isEqualTo(content.length));
            refused(Reason.EXISTS, () -> files.upload(source, path, ProgressListener.none()));

            Path target = here.resolve("target");
            files.download(path, target, ProgressListener.none());
            assertThat(hash(Files.readAllBytes(target))).isEqualTo(hash(content));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                    .isEqualTo("rw-------");
            refused(Reason.EXISTS, () -> files.download(path, target, ProgressListener.none()));
            refused(Reason.MISSING, () -> files.download(folder + "/none", here.resolve("x"), ProgressListener.none()));
            assertThat(files.list(folder)).hasSize(1);
        });
        try (var names = Files.list(here)) {
            assertThat(names.map(name -> name.getFileName().toString())).containsExactlyInAnyOrder("source", "target");
        }
    }
}
