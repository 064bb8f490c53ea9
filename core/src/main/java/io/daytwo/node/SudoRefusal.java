package io.daytwo.node;

import io.daytwo.node.RootRefusedException.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What sudo says when it does not run a command: status 1 and, in the C locale, one of its own sentences as the last
 * line (plugins/sudoers and src of sudo 1.9; sudo-rs has a few words of its own).
 *
 * @param reason why, or null if sudo would run it but finds no such program in its secure_path
 * @param said the sentence
 */
record SudoRefusal(@Nullable Reason reason, String said) {
    static Optional<SudoRefusal> in(CommandResult result) {
        if (result.exitStatus() != 1) {
            return Optional.empty();
        }
        // before its refusal sudo may lecture, or complain about the name of the host
        String last = result.stderr().strip().lines().reduce("", (before, line) -> line.strip());
        if (last.startsWith("sudo: ") && last.endsWith(": command not found")) {
            return Optional.of(new SudoRefusal(null, last));
        }
        return Optional.ofNullable(reason(last)).map(reason -> new SudoRefusal(reason, last));
    }

    private static @Nullable Reason reason(String line) {
        if (line.startsWith("Sorry, user ")
                || line.startsWith("sudo: I'm sorry ")
                || line.contains("may not run sudo")) {
            return Reason.DENIED;
        }
        if (line.contains("is not in the sudoers file") || line.contains("is not allowed to run sudo")) {
            return Reason.DENIED;
        }
        if (line.equals("sudo: a password is required")
                || line.equals("sudo: interactive authentication is required")) {
            return Reason.PASSWORD_NEEDED;
        }
        if (line.equals("sudo: sorry, you must have a tty to run sudo")) {
            return Reason.TTY_NEEDED;
        }
        boolean broken = line.startsWith("sudo: effective uid is not 0")
                || line.startsWith("sudo: error initializing")
                || line.startsWith("sudo: no valid sudoers sources found")
                || line.startsWith("sudo: unable to initialize policy plugin")
                || line.startsWith("sudo: The \"no new privileges\" flag is set")
                || line.contains("must be owned by uid 0 and have the setuid bit set");
        return broken ? Reason.BROKEN : null;
    }
}
