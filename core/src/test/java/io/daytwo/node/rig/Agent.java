package io.daytwo.node.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real ssh-agent with a socket of its own. */
public final class Agent implements AutoCloseable {
    private final Process process;
    private final Path socket;

    private Agent(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** Starts one; {@code folder} gets its socket. */
    public static Agent start(Path folder) {
        try {
            Path socket = folder.resolve("agent");
            Process process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
            String said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (said == null) {
                throw new IllegalStateException("ssh-agent did not start");
            }
            return new Agent(process, socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path socket() {
        return socket;
    }

    /** Adds a key without a passphrase, and the certificate beside it. */
    public Agent add(Path key) {
        ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", key.toString()).redirectErrorStream(true);
        add.environment().put("SSH_AUTH_SOCK", socket.toString());
        try {
            Process adding = add.start();
            adding.getOutputStream().close();
            String said = new String(adding.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (adding.waitFor() != 0) {
                throw new IllegalStateException("ssh-add: " + said);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
