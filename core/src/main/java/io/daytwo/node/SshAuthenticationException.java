package io.daytwo.node;

import io.daytwo.DayTwoException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node refused every key it was offered. */
public final class SshAuthenticationException extends DayTwoException {
    private final String node;
    private final String user;
    private final List<String> offered;
    private final List<String> passedOver;

    SshAuthenticationException(
            String node,
            String user,
            List<String> offered,
            List<String> passedOver,
            String evidence,
            @Nullable Throwable cause) {
        super(
                node + ": the login as " + user + " was refused (" + evidence + "). Offered: "
                        + (offered.isEmpty() ? "nothing, for no key was found" : String.join(", ", offered)) + "."
                        + (passedOver.isEmpty() ? "" : " Passed over: " + String.join("; ", passedOver) + "."),
                offered.isEmpty()
                        ? "Name a key with key(Path), or load one into the agent."
                        : "Check the user, and that one of these keys is in the user's authorized_keys; ssh -v shows"
                                + " the same attempt.",
                cause);
        this.node = node;
        this.user = user;
        this.offered = List.copyOf(offered);
        this.passedOver = List.copyOf(passedOver);
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }

    /** {@return the user who should log in} */
    public String user() {
        return user;
    }

    /** {@return the keys in the order of trial: files, and comments of the agent's keys} */
    public List<String> offered() {
        return offered;
    }

    /** {@return keys of the configuration or at the usual places that could not be offered, each with the reason} */
    public List<String> passedOver() {
        return passedOver;
    }
}
