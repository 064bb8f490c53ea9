package io.daytwo.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a running command writes: for those who implement {@link NodeExecutor}. Keeps both ends of each stream,
 * tells the command's listener, and makes the result. Thread-safe; time starts when it is made.
 */
public final class CommandOutput {
    private final String node;
    private final Command command;
    private final long started = System.nanoTime();
    private final CappedOutput stdout = new CappedOutput();
    private final CappedOutput stderr = new CappedOutput();
    private final @Nullable OutputStream sink;
    private final @Nullable OutputLines outLines;
    private final @Nullable OutputLines errLines;

    private CommandOutput(String node, Command command) {
        this.node = node;
        this.command = command;
        this.sink = command.wiring().sink();
        OutputListener listener = command.wiring().listener();
        this.outLines = listener == null ? null : new OutputLines(command, listener, OutputListener.Stream.STDOUT);
        this.errLines = listener == null ? null : new OutputLines(command, listener, OutputListener.Stream.STDERR);
    }

    /**
     * The output of a command that starts now.
     *
     * @param node the node's name
     * @param command what runs
     * @return nothing yet
     */
    public static CommandOutput of(String node, Command command) {
        return new CommandOutput(node, command);
    }

    /**
     * Takes bytes of standard output.
     *
     * @param bytes holds them
     * @param from the first
     * @param count how many
     */
    public synchronized void stdout(byte[] bytes, int from, int count) {
        if (sink != null) {
            pour(sink, bytes, from, count);
            return;
        }
        stdout.write(bytes, from, count);
        if (outLines != null) {
            outLines.write(bytes, from, count);
        }
    }

    private static void pour(OutputStream to, byte[] bytes, int from, int count) {
        try {
            to.write(bytes, from, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes bytes of standard error.
     *
     * @param bytes holds them
     * @param from the first
     * @param count how many
     */
    public synchronized void stderr(byte[] bytes, int from, int count) {
        stderr.write(bytes, from, count);
        if (errLines != null) {
            errLines.write(bytes, from, count);
        }
    }

    /**
     * Makes the result. To be called once, after the last byte.
     *
     * @param exitStatus 0 for success; 128 + n when signal n ended it
     * @return how it ended
     */
    public synchronized CommandResult ended(int exitStatus) {
        if (outLines != null) {
            outLines.end();
        }
        if (errLines != null) {
            errLines.end();
        }
        boolean truncated = stdout.isTruncated() || stderr.isTruncated();
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new CommandResult(node, command, exitStatus, stdout.text(), stderr.text(), truncated, took);
    }

    /** {@return the kept part of standard error so far} */
    synchronized String errorText() {
        return stderr.text();
    }
}
