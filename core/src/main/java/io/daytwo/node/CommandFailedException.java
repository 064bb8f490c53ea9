package io.daytwo.node;

import io.daytwo.DayTwoException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command of a node did not succeed. */
public final class CommandFailedException extends DayTwoException {
    /** How it failed. */
    public enum Reason {
        /** It ended with an exit status other than 0. */
        EXIT_STATUS,
        /** It did not start: nothing was done. */
        NOT_STARTED,
        /** It did not end in time and was ended: how far it came is unknown. */
        TIMEOUT,
        /** The waiting thread was interrupted and the command ended: how far it came is unknown. */
        INTERRUPTED,
        /** The connection was lost: whether it ended, and how, is unknown. */
        CONNECTION_LOST,
        /** It ran detached, is gone and left no exit status: how far it came is unknown. */
        NO_EXIT_STATUS
    }

    private static final int SHOWN = 400;

    private final Reason reason;
    private final String node;
    private final Command command;
    private final @Nullable CommandResult result;

    private CommandFailedException(
            Reason reason,
            String node,
            Command command,
            @Nullable CommandResult result,
            String problem,
            String remedy,
            @Nullable Throwable cause) {
        super(node + ": " + problem, remedy, cause);
        this.reason = reason;
        this.node = node;
        this.command = command;
        this.result = result;
    }

    /**
     * For those who implement {@link NodeExecutor}: the command did not end by itself.
     *
     * @param reason why; not {@link Reason#EXIT_STATUS}
     * @param node the node's name
     * @param command what should have run
     * @param cause what was caught, or null
     * @return the error, to be thrown
     */
    public static CommandFailedException of(Reason reason, String node, Command command, @Nullable Throwable cause) {
        return switch (reason) {
            case EXIT_STATUS -> throw new IllegalArgumentException("reason: an exit status comes with a result");
            case NOT_STARTED ->
                make(reason, node, command, cause, "did not start", "Check that the program is installed there.");
            case TIMEOUT ->
                make(
                        reason,
                        node,
                        command,
                        cause,
                        "did not end within " + words(command.timeout()) + " and was ended; how far it came is unknown",
                        "Look at what it left behind before running it again.");
            case INTERRUPTED ->
                make(
                        reason,
                        node,
                        command,
                        cause,
                        "was ended because this thread was interrupted; how far it came is unknown",
                        "Look at what it left behind before running it again.");
            case CONNECTION_LOST ->
                make(
                        reason,
                        node,
                        command,
                        cause,
                        "lost its connection; whether it ended is unknown",
                        "Look at what it did on the node before running it again.");
            case NO_EXIT_STATUS ->
                make(
                        reason,
                        node,
                        command,
                        cause,
                        "left no exit status; how far it came is unknown",
                        "Look at its output and at what it did on the node before running it again.");
        };
    }

    static CommandFailedException of(CommandResult result) {
        String said = tail(result.command().redact(result.stderr()).strip());
        return new CommandFailedException(
                Reason.EXIT_STATUS,
                result.node(),
                result.command(),
                result,
                result.command() + " ended with exit status " + result.exitStatus()
                        + (said.isEmpty() ? " and said nothing." : ": " + said),
                "Run it by hand on the node to see why.",
                null);
    }

    private static CommandFailedException make(
            Reason reason, String node, Command command, @Nullable Throwable cause, String problem, String remedy) {
        String evidence = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        return new CommandFailedException(
                reason, node, command, null, command + " " + problem + command.redact(evidence) + ".", remedy, cause);
    }

    private static String words(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static String tail(String text) {
        return text.length() <= SHOWN ? text : "…" + text.substring(text.length() - SHOWN);
    }

    /** {@return how it failed} */
    public Reason reason() {
        return reason;
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }

    /** {@return the command} */
    public Command command() {
        return command;
    }

    /** {@return its result, where it ended by itself} */
    public Optional<CommandResult> result() {
        return Optional.ofNullable(result);
    }

    /** {@return whether the command may have changed the node, fully or in part, without our knowing} */
    public boolean isOutcomeUnknown() {
        return reason != Reason.EXIT_STATUS && reason != Reason.NOT_STARTED;
    }
}
