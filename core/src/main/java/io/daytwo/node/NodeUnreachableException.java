package io.daytwo.node;

import io.daytwo.DayTwoException;
import io.daytwo.retry.Transient;
import org.jspecify.annotations.Nullable;

/** There is no connection to a node. Nothing was run on it. */
public final class NodeUnreachableException extends DayTwoException implements Transient {
    /** How far the connection came. */
    public enum Stage {
        /** The name has no address. */
        RESOLVE("its name could not be resolved", "Check the name, or give HostName in the configuration of ssh."),
        /** TCP. */
        CONNECT("the connection was not accepted", "Check the address, the port, the network and that sshd runs."),
        /** What listens has not said that it speaks SSH. */
        BANNER("what listens there did not answer as an SSH server", "Check the port, and the load of the node."),
        /** Key exchange. */
        KEY_EXCHANGE("the key exchange did not succeed", "Read sshd's log on the node."),
        /** Login was under way. */
        AUTHENTICATION("the login was not finished", "Read sshd's log on the node."),
        /** Connected, but there is no room for one more channel, or the answer did not come. */
        CHANNEL("no channel could be opened", "Check MaxSessions and AllowTcpForwarding in its sshd_config."),
        /** The connection broke. */
        LOST("the connection is lost", "Check the network; the next command connects again."),
        /** The executor was closed. */
        CLOSED("this executor is closed", "Connect anew.");

        private final String problem;
        private final String remedy;

        Stage(String problem, String remedy) {
            this.problem = problem;
            this.remedy = remedy;
        }
    }

    private final Stage stage;
    private final String node;

    NodeUnreachableException(Stage stage, String node, String address, String evidence, @Nullable Throwable cause) {
        super(
                node + ": " + stage.problem + " (" + address + (evidence.isEmpty() ? "" : ": " + evidence) + ").",
                stage.remedy,
                cause);
        this.stage = stage;
        this.node = node;
    }

    /** {@return how far the connection came} */
    public Stage stage() {
        return stage;
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }
}
