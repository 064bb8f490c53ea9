package io.daytwo.node;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;

/**
 * How a command ended. Of each output stream the first and the last 512 KiB are kept; bytes that are not UTF-8 became
 * U+FFFD.
 *
 * @param node where it ran
 * @param command what ran
 * @param exitStatus 0 for success; 128 + n when signal n ended it
 * @param stdout standard output
 * @param stderr standard error
 * @param truncated whether output was longer than what was kept
 * @param took wall time
 */
public record CommandResult(
        String node, Command command, int exitStatus, String stdout, String stderr, boolean truncated, Duration took) {
    /** {@return whether the exit status is 0} */
    public boolean isSuccess() {
        return exitStatus == 0;
    }

    /**
     * Demands success.
     *
     * @return this
     * @throws CommandFailedException if the exit status is not 0
     */
    @CanIgnoreReturnValue
    public CommandResult orThrow() {
        if (!isSuccess()) {
            throw CommandFailedException.of(this);
        }
        return this;
    }

    /** {@return command, status and time; no output, which may hold secrets} */
    @Override
    public String toString() {
        return node + ": " + command + ": exit status " + exitStatus + " after " + took.toMillis() + " ms";
    }
}
