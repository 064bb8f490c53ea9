package io.daytwo.node;

import io.daytwo.DayTwoException;

/** A command should run as root, and sudo did not allow it. Nothing was run. */
public final class RootRefusedException extends DayTwoException {
    /** Why. */
    public enum Reason {
        /** The rule demands a password, which nobody is there to type. */
        PASSWORD_NEEDED(
                "asks for a password",
                "Add NOPASSWD to the user's rule with visudo, or connect as a user who has such a rule."),
        /** The rule demands a terminal. */
        TTY_NEEDED("demands a terminal", "Remove requiretty for this user with visudo: Defaults:USER !requiretty."),
        /** No rule allows it. */
        DENIED("does not allow it", "Add a rule for this user and command with visudo, or connect as another user."),
        /** There is no sudo. */
        NO_SUDO("is not installed", "Install sudo, or connect as root."),
        /** Sudo itself does not work, e.g. for an error in sudoers or a file system mounted nosuid. */
        BROKEN("does not work", "Run sudo -n true by hand on the node, and visudo -c as root.");

        private final String problem;
        private final String remedy;

        Reason(String problem, String remedy) {
            this.problem = problem;
            this.remedy = remedy;
        }
    }

    private final Reason reason;
    private final String node;
    private final Command command;

    RootRefusedException(Reason reason, String node, Command command, String evidence) {
        super(
                node + ": sudo " + reason.problem + (evidence.isEmpty() ? "" : " (" + evidence + ")") + ": " + command
                        + " was not run.",
                reason.remedy);
        this.reason = reason;
        this.node = node;
        this.command = command;
    }

    /** {@return why} */
    public Reason reason() {
        return reason;
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }

    /** {@return what was to be run} */
    public Command command() {
        return command;
    }
}
