package io.daytwo.node;

import java.io.IOException;

/** The machine of this JVM. Holds nothing, so closing it does nothing. */
final class LocalNodeExecutor implements NodeExecutor {
    static final String NAME = "localhost";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CommandResult run(Command command) {
        ProcessBuilder builder = new ProcessBuilder(command.argv());
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(command.environment());
        return start(command, builder).await();
    }

    private static LocalProcess start(Command command, ProcessBuilder builder) {
        try {
            return new LocalProcess(command, command.openStdin(), builder.start());
        } catch (IOException e) {
            throw CommandFailedException.of(CommandFailedException.Reason.NOT_STARTED, NAME, command, e);
        }
    }

    @Override
    public NodeFiles files() {
        return new LocalNodeFiles(NodeFiles.through(this));
    }

    @Override
    public PortForward forward(String host, int port) {
        return new DirectPort(host, port);
    }

    @Override
    public void close() {}
}
