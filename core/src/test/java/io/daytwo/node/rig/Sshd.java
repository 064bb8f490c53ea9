package io.daytwo.node.rig;

import io.daytwo.node.NodeExecutor;
import io.daytwo.node.SshConnector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real sshd on a loopback port, with users, sudoers and keys of its own: {@code tools/sshd/run}. Where it cannot be
 * had (no root, no Linux, no namespaces), the test that asks is skipped with the tool's own words.
 */
public final class Sshd implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final int port;

    private Sshd(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one in a new folder under {@code /tmp}, visible inside at the same path. {@code FOLDER} in a variant is
     * that folder.
     */
    public static Sshd start(String... variants) {
        return start(List.of(), variants);
    }

    /** Starts one in a network namespace; {@code bind=0.0.0.0} has it reached from outside too. */
    public static Sshd startIn(Netns network, String... variants) {
        return start(network.inside(), variants);
    }

    private static Sshd start(List<String> before, String... variants) {
        try {
            Path folder = Files.createTempDirectory("daytwo-sshd");
            List<String> words = new ArrayList<>(before);
            words.addAll(List.of(tool().toString(), folder.toString()));
            for (String variant : variants) {
                words.add(variant.replace("FOLDER", folder.toString()));
            }
            Path errors = folder.resolve("errors");
            Process process =
                    new ProcessBuilder(words).redirectError(errors.toFile()).start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            if (line == null || !line.startsWith("ready ")) {
                String reason = Files.readString(errors).strip();
                remove(folder);
                Assumptions.assumeFalse(cannotBeHad(reason), reason);
                throw new IllegalStateException(reason);
            }
            return new Sshd(process, folder, Integer.parseInt(line.substring("ready ".length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean cannotBeHad(String reason) {
        return List.of(
                        "needs Linux",
                        "needs root",
                        "needs unshare",
                        "namespaces are not allowed",
                        "no overlay file system",
                        "tools/sshd/build: ")
                .stream()
                .anyMatch(reason::contains);
    }

    private static Path tool() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("tools/sshd/run"))) {
            folder = folder.getParent();
        }
        return folder.resolve("tools/sshd/run");
    }

    /** {@return how a user reaches it, independent of this machine's own ssh settings} */
    public SshConnector as(String user) {
        return NodeExecutor.ssh("127.0.0.1")
                .noConfig()
                .noAgent()
                .port(port)
                .user(user)
                .key(key())
                .knownHosts(knownHosts());
    }

    public int port() {
        return port;
    }

    /** {@return a folder that both sides see at the same path} */
    public Path folder() {
        return folder;
    }

    public Path key() {
        return folder.resolve("id_ed25519");
    }

    public Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    public String log() throws IOException {
        return Files.readString(folder.resolve("sshd.log"));
    }

    /** Signals processes inside by the pattern of their command line, e.g. {@code ^sshd.*: ops}; at least one. */
    public void signal(String signal, String pattern) {
        try {
            String init = Long.toString(
                    process.toHandle().children().findFirst().orElseThrow().pid());
            String inside = folder.resolve("fs/root").toString();
            // the /proc of the namespace lies in its root: with another one, pkill would mistake the PIDs
            Process kill = new ProcessBuilder(List.of(
                            "nsenter", "-t", init, "-p", "-m", "chroot", inside, "pkill", "-" + signal, "-f", pattern))
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("no process inside is called " + pattern);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
