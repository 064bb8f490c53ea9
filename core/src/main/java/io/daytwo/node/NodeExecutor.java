package io.daytwo.node;

/**
 * One machine on which commands run and files are read. {@link #local()} is the machine of this JVM. Users may
 * implement it. Implementations are thread-safe; every call has a deadline and ends early when its thread is
 * interrupted.
 */
public interface NodeExecutor extends AutoCloseable {
    /** {@return how messages call this machine, e.g. {@code cp1}} */
    String name();

    /**
     * Runs a command and waits for its end. An exit status other than 0 is a result, not an error; ask
     * {@link CommandResult#orThrow()} for the error.
     *
     * @param command what to run
     * @return how it ended
     * @throws CommandFailedException if it did not start, did not end in time, lost its connection, or the thread was
     *     interrupted
     * @throws NodeUnreachableException if there is no connection and none could be made: nothing was run
     * @throws RootRefusedException if this is {@link #asRoot()} and sudo refuses: nothing was run
     */
    CommandResult run(Command command);

    /** {@return the files of this machine} */
    NodeFiles files();

    /**
     * Makes a TCP port that this machine can reach reachable for this JVM.
     *
     * @param host name or address as this machine sees it, e.g. {@code 127.0.0.1}
     * @param port 1 to 65535
     * @return where to connect; closing it ends the forwarding
     */
    PortForward forward(String host, int port);

    /** Frees the connection. Commands still running on it end with an error. */
    @Override
    void close();

    /**
     * The same machine as root: commands run under {@code sudo -n}, or as they are where the user is root already.
     * Files are read and written by commands. Nothing is run by this call; what sudo refuses is told by the first
     * command.
     *
     * @return shares the connection; closing it closes this
     */
    default NodeExecutor asRoot() {
        return new RootNodeExecutor(this);
    }

    /**
     * How to reach a machine over SSH.
     *
     * @param host name, address, or an alias of {@code ~/.ssh/config}
     * @return settings with their defaults; {@link SshConnector#connect()} connects
     */
    static SshConnector ssh(String host) {
        return new SshConnector(host);
    }

    /** {@return the machine of this JVM, called {@code localhost}, with the rights of this process} */
    static NodeExecutor local() {
        return new LocalNodeExecutor();
    }
}
