package io.daytwo.testkit;

import io.daytwo.node.Command;
import io.daytwo.node.CommandFailedException;
import io.daytwo.node.CommandFailedException.Reason;
import io.daytwo.node.CommandOutput;
import io.daytwo.node.CommandResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a command of a {@link FakeNode} does: print, end, or fail to. Immutable, each call returns a copy. Defaults: no
 * output, exit status 0, at once.
 */
public final class FakeReply {
    private static final FakeReply NOTHING = new FakeReply(new byte[0], new byte[0], 0, null, Duration.ZERO);

    private final byte[] stdout;
    private final byte[] stderr;
    private final int exitStatus;
    private final @Nullable Reason failure;
    private final Duration after;

    private FakeReply(byte[] stdout, byte[] stderr, int exitStatus, @Nullable Reason failure, Duration after) {
        this.stdout = stdout;
        this.stderr = stderr;
        this.exitStatus = exitStatus;
        this.failure = failure;
        this.after = after;
    }

    /** {@return a command that prints nothing and succeeds} */
    public static FakeReply silent() {
        return NOTHING;
    }

    /**
     * A command that prints and succeeds.
     *
     * @param text standard output, with its line ends
     * @return the reply
     */
    public static FakeReply printing(String text) {
        return printing(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A command that prints and succeeds.
     *
     * @param bytes standard output
     * @return the reply
     */
    public static FakeReply printing(byte[] bytes) {
        return new FakeReply(bytes.clone(), NOTHING.stderr, 0, null, Duration.ZERO);
    }

    /**
     * A command that ends with a status other than 0.
     *
     * @param exitStatus 1 to 255; 128 + n for signal n
     * @param stderr what it says on standard error
     * @return the reply
     */
    public static FakeReply exiting(int exitStatus, String stderr) {
        return NOTHING.status(exitStatus).stderr(stderr);
    }

    /**
     * A command that does not end by itself.
     *
     * @param reason any but {@link Reason#EXIT_STATUS}
     * @return the reply
     */
    public static FakeReply failing(Reason reason) {
        if (reason == Reason.EXIT_STATUS) {
            throw new IllegalArgumentException("reason: an exit status is a reply of its own");
        }
        return new FakeReply(NOTHING.stdout, NOTHING.stderr, 0, reason, Duration.ZERO);
    }

    /**
     * Sets the exit status.
     *
     * @param status 0 to 255
     * @return a copy
     */
    public FakeReply status(int status) {
        if (status < 0 || status > 255) {
            throw new IllegalArgumentException("status: " + status + " is not between 0 and 255");
        }
        return new FakeReply(stdout, stderr, status, failure, after);
    }

    /**
     * Sets standard error.
     *
     * @param text with its line ends
     * @return a copy
     */
    public FakeReply stderr(String text) {
        return new FakeReply(stdout, text.getBytes(StandardCharsets.UTF_8), exitStatus, failure, after);
    }

    /**
     * Lets the command take its time: longer than its timeout, and it fails with {@link Reason#TIMEOUT} when that has
     * passed.
     *
     * @param time how long it runs, really waited for
     * @return a copy
     */
    public FakeReply after(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time: negative");
        }
        return new FakeReply(stdout, stderr, exitStatus, failure, time);
    }

    CommandResult to(String node, Command command) {
        CommandOutput output = CommandOutput.of(node, command);
        output.stdout(stdout, 0, stdout.length);
        output.stderr(stderr, 0, stderr.length);
        boolean late = after.compareTo(command.timeout()) > 0;
        try {
            TimeUnit.NANOSECONDS.sleep((late ? command.timeout() : after).toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailedException.of(Reason.INTERRUPTED, node, command, null);
        }
        Reason reason = late ? Reason.TIMEOUT : failure;
        if (reason != null) {
            throw CommandFailedException.of(reason, node, command, null);
        }
        return output.ended(exitStatus);
    }
}
