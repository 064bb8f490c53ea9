package io.daytwo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.DayTwoException;
import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeUnreachableException;
import io.daytwo.node.rig.CuttingProxy;
import io.daytwo.node.rig.CuttingProxy.Way;
import io.daytwo.node.rig.Sshd;
import io.daytwo.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connection is cut after a number of bytes: a few, and with {@code -Dtest.full=true} every one within a command, a
 * thousand within a file. Whatever is told must be true. A complete result, or an unknown outcome, or "nothing was
 * run", and then nothing was.
 */
@Timeout(3600)
class ConnectionCutTest {
    private static final boolean FULL = Boolean.getBoolean("test.full");

    private static Sshd sshd;
    private static NodeExecutor direct;

    @TempDir
    private Path here;

    @BeforeAll
    static void start() {
        sshd = Sshd.start();
        direct = sshd.as("ops").connect();
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            direct.close();
            sshd.close();
        }
    }

    private NodeExecutor through(CuttingProxy proxy) throws IOException {
        return proxy.connect(sshd, "ops", here);
    }

    /** All of them, or so many spread over the whole, both ends among them. */
    private static long[] points(long most, long sampled) {
        if (sampled >= most) {
            return LongStream.rangeClosed(0, most).toArray();
        }
        Random random = new Random(most);
        return LongStream.rangeClosed(0, sampled)
                .map(i -> Math.min(
                        most, i * most / sampled + (i == 0 || i == sampled ? 0 : random.nextLong(most / sampled + 1))))
                .distinct()
                .toArray();
    }

    private static Command effect(String file) {
        return Command.changingShell("echo x >> \"$1\"; head -c 300 /dev/zero; echo err >&2; exit 7", file)
                .timeout(Duration.ofSeconds(20));
    }

    @Test
    void aCommandIsCompleteOrUnknownOrDidNotRun() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(sshd.port());
                NodeExecutor node = through(proxy)) {
            for (Way way : Way.values()) {
                // what is sent when all is said is not counted, for nobody waits for it
                long most = 400
                        + bytesOf(
                                proxy,
                                way,
                                () -> assertThat(node.run(effect("/dev/null")).exitStatus())
                                        .isEqualTo(7));
                List<String> outcomes = new ArrayList<>();
                List<String> notRun = new ArrayList<>();
                for (long point : points(most, FULL ? most : 20)) {
                    CuttingProxy.reconnect(node);
                    String file = "/home/ops/effect-" + way + "-" + point;
                    proxy.cutAfter(way, point);
                    outcomes.add(cut(node, file, notRun));
                    proxy.cutAfter(way, Long.MAX_VALUE);
                }
                assertThat(outcomes).contains("complete", "unknown");
                notRun.forEach(
                        file -> assertThat(direct.files().exists(file)).as(file).isFalse());
            }
        }
    }

    private static String cut(NodeExecutor node, String file, List<String> notRun) {
        try {
            CommandResult result = node.run(effect(file));
            assertThat(result.exitStatus()).isEqualTo(7);
            assertThat(result.stdout()).hasSize(300);
            assertThat(result.stderr()).isEqualTo("err\n");
            assertThat(direct.files().read(file, 100)).hasSize(2);
            return "complete";
        } catch (CommandFailedException e) {
            assertThat(e.reason()).isEqualTo(CommandFailedException.Reason.CONNECTION_LOST);
            return "unknown";
        } catch (NodeUnreachableException e) {
            notRun.add(file);
            return "not run";
        }
    }

    private static long bytesOf(CuttingProxy proxy, Way way, Runnable work) {
        long before = proxy.passed(way);
        work.run();
        return proxy.passed(way) - before;
    }

    @Test
    void aConnectionThatIsCutWhileItIsMadeIsUnreachable() throws IOException {
        for (Way way : Way.values()) {
            try (CuttingProxy proxy = new CuttingProxy(sshd.port())) {
                long most = bytesOf(proxy, way, () -> connectAndClose(proxy));
                for (long point : points(most - 64, FULL ? 200 : 20)) {
                    proxy.cutAfter(way, point);
                    DayTwoException error = null;
                    try {
                        connectAndClose(proxy);
                    } catch (DayTwoException e) {
                        error = e;
                    }
                    proxy.cutAfter(way, Long.MAX_VALUE);
                    assertThat(error)
                            .as(way + " " + point)
                            .satisfiesAnyOf(
                                    e -> assertThat(e).isNull(),
                                    e -> assertThat(e).isInstanceOf(NodeUnreachableException.class));
                }
            }
        }
    }

    private void connectAndClose(CuttingProxy proxy) {
        try (NodeExecutor node = through(proxy)) {
            assertThat(node.name()).isNotBlank();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anUploadIsWholeOrNotThere() throws IOException {
        byte[] content = new byte[200_000];
        new Random(7).nextBytes(content);
        Path source = Files.write(here.resolve("source"), content);
        String hash =
                direct.run(Command.reading("sha256sum").stdin(content)).stdout().substring(0, 64);
        try (CuttingProxy proxy = new CuttingProxy(sshd.port());
                NodeExecutor node = through(proxy)) {
            for (Way way : Way.values()) {
                long most = bytesOf(
                        proxy,
                        way,
                        () -> node.files().upload(source, "/home/ops/whole-" + way, ProgressListener.none()));
                List<String> broken = new ArrayList<>();
                for (long point : points(most, FULL ? 1000 : 8)) {
                    CuttingProxy.reconnect(node);
                    String path = "/home/ops/upload-" + way + "-" + point;
                    proxy.cutAfter(way, point);
                    try {
                        node.files().upload(source, path, ProgressListener.none());
                        assertThat(direct.files().sha256(path)).isEqualTo(hash);
                    } catch (CommandFailedException | NodeUnreachableException e) {
                        broken.add(path);
                    }
                    proxy.cutAfter(way, Long.MAX_VALUE);
                }
                assertThat(broken)
                        .isNotEmpty()
                        .allSatisfy(path -> assertThat(hashAt(path)).isIn("none", hash));
            }
        }
    }

    private static String hashAt(String path) {
        return direct.files().exists(path) ? direct.files().sha256(path) : "none";
    }

    @Test
    void aDownloadIsWholeOrNotThere() throws IOException {
        byte[] content = new byte[200_000];
        new Random(8).nextBytes(content);
        direct.files().create("/home/ops/download", content, 0600);
        try (CuttingProxy proxy = new CuttingProxy(sshd.port());
                NodeExecutor node = through(proxy)) {
            long most = bytesOf(
                    proxy,
                    Way.TO_CLIENT,
                    () -> node.files().download("/home/ops/download", here.resolve("whole"), ProgressListener.none()));
            int cut = 0;
            for (long point : points(most, FULL ? 1000 : 8)) {
                CuttingProxy.reconnect(node);
                Path target = here.resolve("target-" + point);
                proxy.cutAfter(Way.TO_CLIENT, point);
                try {
                    node.files().download("/home/ops/download", target, ProgressListener.none());
                    assertThat(target).hasBinaryContent(content);
                } catch (CommandFailedException | NodeUnreachableException e) {
                    cut++;
                    assertThat(target).doesNotExist();
                }
                proxy.cutAfter(Way.TO_CLIENT, Long.MAX_VALUE);
            }
            assertThat(cut).isPositive();
        }
    }
}
