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
     * @throws CommandFailedException if it did not start, did not end in time, or the thread was interrupted
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

    /** {@return the machine of this JVM, called {@code localhost}, with the rights of this process} */
    static NodeExecutor local() {
        return new LocalNodeExecutor();
    }
}
