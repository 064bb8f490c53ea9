package io.daytwo.cluster.rig;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server of the rig, and the end of its log when it does not do what is waited for. */
public final class ServerProcess {
    private static final Duration READY = Duration.ofMinutes(2);

    private final String name;
    private final List<String> argv;
    private final Path log;
    private final BooleanSupplier ready;
    private Process process;

    ServerProcess(String name, List<String> argv, Path log, BooleanSupplier ready) {
        this.name = name;
        this.argv = List.copyOf(argv);
        this.log = log;
        this.ready = ready;
    }

    /** Spawns it and does not wait. */
    @CanIgnoreReturnValue
    public synchronized ServerProcess start() {
        if (isRunning()) {
            throw new IllegalStateException(name + " runs already");
        }
        try {
            Process started = new ProcessBuilder(argv)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process = started;
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly, "kill-" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public void awaitReady() {
        long end = System.nanoTime() + READY.toNanos();
        while (!ready.getAsBoolean()) {
            if (!isRunning() || System.nanoTime() > end) {
                throw new AssertionError(name + (isRunning() ? " is not ready" : " has ended") + ":\n" + tail());
            }
            sleep();
        }
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** SIGTERM: what it serves it serves to the end. */
    public void stop() {
        if (isRunning()) {
            process.destroy();
            awaitEnd();
        }
    }

    /** SIGKILL. */
    public void kill() {
        if (isRunning()) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    /** SIGSTOP: its connections stay open and say nothing. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill -" + signal + " " + name + ": exit " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " does not end:\n" + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
