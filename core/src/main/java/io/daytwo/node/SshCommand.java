package io.daytwo.node;

import com.jcraft.jsch.ChannelExec;
import io.daytwo.node.CommandFailedException.Reason;
import io.daytwo.node.NodeUnreachableException.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One command on a channel of its own. Whatever is not known for certain is an unknown outcome. */
final class SshCommand {
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SshConnection connection;
    private final Command command;
    private final RemoteScript script;
    private final CommandOutput output;
    private final long deadline;
    private final Track stdout;
    private final Track stderr;
    private @Nullable SshInput input;
    private boolean closed;

    SshCommand(SshConnection connection, Command command, SecureRandom random) {
        this.connection = connection;
        this.command = command;
        this.script = RemoteScript.of(command, random);
        this.output = CommandOutput.of(connection.name(), command);
        this.deadline = System.nanoTime() + command.timeout().toNanos();
        this.stdout = new Track(output::stdout);
        this.stderr = new Track(output::stderr);
    }

    CommandResult run() {
        if (script.isTooLong()) {
            throw failed(Reason.NOT_STARTED, new IOException("the command is longer than 128 KiB; use standard input"));
        }
        ChannelExec channel = start();
        try {
            CommandResult result = await(channel);
            settle();
            return result;
        } finally {
            connection.channels().close(channel);
        }
    }

    /**
     * The library may be sending input that nobody reads. On a channel that is closed by then, the server would end the
     * whole connection for it: the script reads on until the input ends, and the server closes first.
     */
    private void settle() {
        SshInput given = input;
        if (given == null) {
            return;
        }
        given.end();
        long until = System.nanoTime() + SETTLE_NANOS;
        try {
            synchronized (this) {
                for (long left = SETTLE_NANOS; !closed && left > 0; left = until - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ChannelExec start() {
        SshInput given;
        try {
            boolean nothing = command.hasNoStdin() && command.environment().isEmpty();
            given = nothing ? null : new SshInput(EnvironmentLines.of(command).ahead(command));
        } catch (IOException e) {
            throw failed(Reason.NOT_STARTED, e);
        }
        try {
            ChannelExec channel = connection.channels().open("exec", ChannelExec.class, command.timeout(), prepared -> {
                prepared.setCommand(script.line().getBytes(StandardCharsets.US_ASCII));
                prepared.setOutputStream(stdout.stream);
                prepared.setErrStream(stderr.stream);
                if (given != null) {
                    prepared.setInputStream(given);
                }
            });
            if (given == null) {
                endInput(channel);
            }
            input = given;
            return channel;
        } catch (SshChannels.Abandoned e) {
            throw abandoned(e);
        }
    }

    private RuntimeException abandoned(SshChannels.Abandoned e) {
        if (e.wasInterrupted()) {
            return failed(Reason.INTERRUPTED, null);
        }
        return e.mayBeRequested()
                ? failed(Reason.CONNECTION_LOST, null)
                : connection.unreachable(Stage.CHANNEL, "the server did not answer in time", null);
    }

    private static void endInput(ChannelExec channel) {
        try {
            channel.getOutputStream().close();
        } catch (IOException e) {
            SshSession.LOG.debug("a channel was closed before its input", e);
        }
    }

    private CommandResult await(ChannelExec channel) {
        try {
            waitForEnd();
        } catch (InterruptedException e) {
            SshKill.Outcome outcome = kill(channel);
            Thread.currentThread().interrupt();
            throw failed(Reason.INTERRUPTED, outcome.trouble());
        }
        if (isLate()) {
            throw failed(Reason.TIMEOUT, kill(channel).trouble());
        }
        synchronized (this) {
            if (stderr.notStarted) {
                throw failed(
                        Reason.NOT_STARTED, new IOException(output.errorText().strip()));
            }
            Integer status = stdout.status;
            if (status != null && stderr.status != null) {
                return output.ended(status);
            }
            boolean neverBegun = stdout.pid == null && stderr.pid == null;
            if (neverBegun && channel.getExitStatus() >= 0 && connection.isConnected()) {
                throw failed(Reason.NOT_STARTED, new IOException(loginShell(channel.getExitStatus())));
            }
            String evidence = connection.isConnected() ? "its shell was ended" : "";
            throw failed(Reason.CONNECTION_LOST, evidence.isEmpty() ? null : new IOException(evidence));
        }
    }

    private String loginShell(int status) {
        String said = (stderr.stream.before() + stdout.stream.before()).strip();
        return "the login shell ended with status " + status + (said.isEmpty() ? "" : " and said: " + said);
    }

    private synchronized void waitForEnd() throws InterruptedException {
        while (!isDone()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized boolean isLate() {
        return !isDone();
    }

    private boolean isDone() {
        return closed || (stdout.status != null && stderr.status != null);
    }

    private SshKill.Outcome kill(ChannelExec channel) {
        Integer pid;
        synchronized (this) {
            pid = stdout.pid == null ? stderr.pid : stdout.pid;
        }
        return SshKill.group(connection, channel, pid, command);
    }

    private CommandFailedException failed(Reason reason, @Nullable Throwable cause) {
        return CommandFailedException.of(reason, connection.name(), command, cause);
    }

    /** What is known of one stream. */
    private final class Track implements FramedStream.Marks {
        private final FramedStream stream;
        private @Nullable Integer pid;
        private @Nullable Integer status;
        private boolean notStarted;

        Track(FramedStream.Content content) {
            this.stream = new FramedStream(script.mark(), this, content);
        }

        @Override
        public void mark(String text) {
            synchronized (SshCommand.this) {
                if (text.equals("-")) {
                    notStarted = true;
                } else if (text.startsWith("$")) {
                    pid = FramedStream.number(text, '$');
                } else {
                    status = FramedStream.number(text, '=');
                }
                SshCommand.this.notifyAll();
            }
        }

        @Override
        public void closed() {
            synchronized (SshCommand.this) {
                // the library closes standard error only when the channel is closed
                closed |= this == stderr;
                SshCommand.this.notifyAll();
            }
        }
    }
}
