package io.daytwo.node;

import io.daytwo.retry.Await;
import java.io.IOException;
import java.time.Duration;

/**
 * A command that runs on a node whether or not anybody is connected; see {@link DetachedCommands}. Immutable,
 * thread-safe; any number of JVMs may look at the same one.
 */
public final class DetachedCommand {
    private static final Duration PACE = Duration.ofMillis(300);

    /** How it is. */
    public sealed interface State permits Running, Ended, Lost {}

    /**
     * It has not ended.
     *
     * @param pid of the shell that leads its session; 0 while it is being started
     */
    public record Running(long pid) implements State {}

    /**
     * It ended by itself.
     *
     * @param exitStatus 0 for success; 128 + n when signal n ended it; 126 or 127 when the program could not be run
     */
    public record Ended(int exitStatus) implements State {}

    /**
     * It runs no more, and how far it came is unknown: the node restarted, or somebody killed it. Never success.
     *
     * @param why what is known
     */
    public record Lost(String why) implements State {}

    private final NodeExecutor node;
    private final String name;
    private final String folder;
    private final Command command;

    DetachedCommand(NodeExecutor node, String name, String folder, Command command) {
        this.node = node;
        this.name = name;
        this.folder = folder;
        this.command = command;
    }

    /** {@return its name on the node} */
    public String name() {
        return name;
    }

    /** {@return where it keeps its output and status on the node} */
    public String folder() {
        return folder;
    }

    /**
     * Looks how it is; runs a reading command.
     *
     * @return running, ended or lost
     */
    public State state() {
        return DetachedLook.at(node, folder).state();
    }

    /**
     * Tells each line of output to a listener while somebody waits in {@link #await}, from the first line on.
     *
     * @param listener hears the lines
     * @return a copy
     */
    public DetachedCommand onOutput(OutputListener listener) {
        return new DetachedCommand(node, name, folder, command.onOutput(listener));
    }

    /**
     * Waits for its end. A connection that breaks meanwhile is made again; waiting less long, or not at all, does not
     * end the command.
     *
     * @param limit how long to wait
     * @return how it ended
     * @throws CommandFailedException with {@link CommandFailedException.Reason#NO_EXIT_STATUS} if it is
     *     {@linkplain Lost lost}
     * @throws io.daytwo.retry.AwaitTimeoutException if it has not ended; it goes on
     * @throws io.daytwo.retry.WaitInterruptedException if this thread was interrupted; it goes on
     */
    public CommandResult await(Duration limit) {
        Follower follower = new Follower();
        DetachedLook last = Await.forThat("detached command " + name + " of " + node.name() + " to end")
                .within(limit)
                .every(PACE)
                .orElse("It goes on: wait for it again by its name, or read " + folder + "/stderr on the node.")
                .until(follower::look, look -> !(look.state() instanceof Running));
        if (last.state() instanceof Ended ended) {
            CommandResult result = follower.output.ended(ended.exitStatus());
            return new CommandResult(
                    result.node(),
                    command,
                    result.exitStatus(),
                    result.stdout(),
                    result.stderr(),
                    result.truncated(),
                    last.took());
        }
        throw CommandFailedException.of(
                CommandFailedException.Reason.NO_EXIT_STATUS,
                node.name(),
                command,
                new IOException(last.state() instanceof Lost lost ? lost.why() : ""));
    }

    /** Reads on where it stopped. */
    private final class Follower {
        private final CommandOutput output = CommandOutput.of(node.name(), command);
        private long outBytes;
        private long errBytes;

        DetachedLook look() {
            try {
                while (true) {
                    DetachedLook look = DetachedLook.at(node, folder, outBytes, errBytes);
                    outBytes += look.outCount();
                    errBytes += look.errCount();
                    look.pourInto(output);
                    if (look.outCount() + look.errCount() == 0 || look.state() instanceof Running) {
                        return look;
                    }
                }
            } catch (CommandFailedException e) {
                if (e.reason() != CommandFailedException.Reason.CONNECTION_LOST) {
                    throw e;
                }
                // only looking was cut short: look again
                return DetachedLook.none();
            }
        }
    }

    /**
     * Removes what it left on the node, so that its name can be used again.
     *
     * @throws IllegalStateException if it is running
     */
    public void forget() {
        CommandResult result = node.run(Command.changingShell(DetachedScript.FORGET, folder));
        if (result.exitStatus() == DetachedScript.RUNNING) {
            throw new IllegalStateException(node.name() + ": detached command " + name + " is running");
        }
        result.orThrow();
    }

    /** {@return name, node and command, secrets hidden} */
    @Override
    public String toString() {
        return node.name() + ": " + name + ": " + command;
    }
}
