package io.daytwo.node;

import java.security.SecureRandom;

/** A node over one SSH connection. Commands are channels of it; the connection is made anew when it was lost. */
final class SshNodeExecutor implements NodeExecutor {
    private final SshConnection connection;
    private final SecureRandom random = new SecureRandom();

    SshNodeExecutor(SshConnection connection) {
        this.connection = connection;
    }

    @Override
    public String name() {
        return connection.name();
    }

    @Override
    public CommandResult run(Command command) {
        return new SshCommand(connection, command, random).run();
    }

    @Override
    public NodeFiles files() {
        return NodeFiles.through(this);
    }

    @Override
    public PortForward forward(String host, int port) {
        return SshPortForward.open(connection, host, port);
    }

    @Override
    public void close() {
        connection.close();
    }
}
