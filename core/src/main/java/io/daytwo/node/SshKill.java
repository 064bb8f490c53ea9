package io.daytwo.node;

import com.jcraft.jsch.ChannelExec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends the process group of a remote command, by a second command beside it. */
final class SshKill {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * TERM, half a second, KILL; as this user and, where the command ran with more rights, with those. {@code $1} is
     * the group, the rest the words that give the rights. Prints {@code ended} when nobody is left.
     */
    private static final String SCRIPT = """
            g=$1; shift
            k() {
              s=$1 r=1; shift
              kill -s "$s" -- "-$g" 2>/dev/null && r=0
              [ $# = 0 ] || { "$@" kill -s "$s" -- "-$g" 2>/dev/null && r=0; }
              return $r
            }
            k TERM "$@"; i=0
            while k 0 "$@" && [ $i -lt 5 ]; do sleep 0.1; i=$((i + 1)); done
            k KILL "$@"; sleep 0.1
            k 0 "$@" || echo ended
            """;

    private SshKill() {}

    /** Whether it is over. */
    record Outcome(boolean ended) {
        /** {@return for the error, or null if all is well} */
        @Nullable
        IOException trouble() {
            return ended ? null : new IOException("it could not be ended and may still be running");
        }
    }

    static Outcome group(SshConnection connection, ChannelExec channel, @Nullable Integer group, Command command) {
        if (group == null || !connection.isConnected()) {
            return new Outcome(false);
        }
        try {
            // makes room where the server allows a single channel
            channel.sendSignal("TERM");
            return new Outcome(run(connection, line(group, command.wiring().privilege())));
        } catch (Exception e) {
            SshSession.LOG.debug("{}: ending {} failed", connection.name(), command, e);
            return new Outcome(false);
        }
    }

    private static String line(int group, List<String> privilege) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "daytwo", Integer.toString(group)));
        words.addAll(privilege);
        return ShellQuote.forAnyShell("exec " + ShellQuote.words(words));
    }

    private static boolean run(SshConnection connection, String line)
            throws InterruptedException, SshChannels.Abandoned {
        CountDownLatch over = new CountDownLatch(1);
        ByteArrayOutputStream said = new ByteArrayOutputStream() {
            @Override
            public void close() {
                over.countDown();
            }
        };
        ChannelExec kill = connection.channels().open("exec", ChannelExec.class, PATIENCE, prepared -> {
            prepared.setCommand(line.getBytes(StandardCharsets.US_ASCII));
            prepared.setOutputStream(said);
            prepared.setErrStream(OutputStream.nullOutputStream());
        });
        try {
            boolean ended = over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return ended && said.toString(StandardCharsets.UTF_8).contains("ended");
        } finally {
            connection.channels().close(kill);
        }
    }
}
