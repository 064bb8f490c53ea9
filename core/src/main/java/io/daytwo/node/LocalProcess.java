package io.daytwo.node;

import io.daytwo.node.CommandFailedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * One running process. Its output is polled on the calling thread instead of read by threads of our own: a process that
 * has ended may leave a child which keeps the pipes open, and a read would then wait for that child.
 */
final class LocalProcess {
    private static final long GRACE_MILLIS = 500;
    private static final long SHORTEST_PAUSE = 1;
    private static final long LONGEST_PAUSE = 20;

    private final Command command;
    private final InputStream input;
    private final Process process;
    private final long started = System.nanoTime();
    private final CommandOutput output;
    private final byte[] buffer = new byte[64 * 1024];

    LocalProcess(Command command, InputStream input, Process process) {
        this.command = command;
        this.input = input;
        this.process = process;
        this.output = CommandOutput.of(LocalNodeExecutor.NAME, command);
    }

    CommandResult await() {
        feed();
        try {
            pump();
        } catch (InterruptedException e) {
            endTree();
            Thread.currentThread().interrupt();
            throw CommandFailedException.of(Reason.INTERRUPTED, LocalNodeExecutor.NAME, command, null);
        } catch (UncheckedIOException e) {
            // the one who takes the output has failed and says so himself
            endTree();
            throw e;
        }
        return output.ended(process.exitValue());
    }

    private void pump() throws InterruptedException {
        long pause = SHORTEST_PAUSE;
        while (true) {
            boolean ended = !process.isAlive();
            boolean said = drain(process.getInputStream(), output::stdout);
            boolean moved = drain(process.getErrorStream(), output::stderr) || said;
            if (ended && !moved) {
                return;
            }
            if (System.nanoTime() - started > command.timeout().toNanos()) {
                endTree();
                throw CommandFailedException.of(Reason.TIMEOUT, LocalNodeExecutor.NAME, command, null);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            pause = moved ? SHORTEST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
            if (!moved) {
                process.waitFor(pause, TimeUnit.MILLISECONDS);
            }
        }
    }

    private boolean drain(InputStream from, Taker to) {
        // The JDK swaps the pipe for its rest, under this monitor, when the process ends.
        synchronized (from) {
            try {
                int ready = from.available();
                int count = ready <= 0 ? 0 : from.read(buffer, 0, Math.min(ready, buffer.length));
                to.take(buffer, 0, Math.max(count, 0));
                return count > 0;
            } catch (IOException e) {
                // A broken pipe has nothing more to say; the exit status decides.
                return false;
            }
        }
    }

    private void feed() {
        Thread feeder = new Thread(this::feedAll, "daytwo-stdin");
        feeder.setDaemon(true);
        feeder.start();
    }

    private void feedAll() {
        try (OutputStream to = process.getOutputStream();
                InputStream from = input) {
            from.transferTo(to);
        } catch (IOException e) {
            // The process ended or closed its input without reading all of it: its own affair.
        }
    }

    private void endTree() {
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        tree.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
        while (System.nanoTime() < deadline && tree.stream().anyMatch(ProcessHandle::isAlive)) {
            LockSupport.parkNanos(1_000_000);
        }
        Stream.concat(process.descendants(), tree.stream()).forEach(ProcessHandle::destroyForcibly);
    }

    /** Takes bytes of one stream. */
    private interface Taker {
        void take(byte[] bytes, int from, int count);
    }
}
