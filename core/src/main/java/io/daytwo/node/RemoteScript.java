package io.daytwo.node;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A command as a login shell gets it. Marks that nobody can guess frame both streams, so that what login shells and
 * their profiles print is left out and the exit status is known in band:
 *
 * <pre>
 * {@literal @}A.B$PID LF   before the program, PID leads its process group
 * {@literal @}A.B-    LF   the program did not start (standard error only)
 * {@literal @}A.B=N   LF   it ended with status N
 * </pre>
 *
 * Variables come ahead of standard input. The line of the process itself shows A and B, but never side by side: a list
 * of processes holds no mark.
 */
final class RemoteScript {
    private static final int HALF = 8;

    /** sshd hands the line to the login shell as one argument; Linux takes 128 KiB for one, MAX_ARG_STRLEN. */
    private static final int LONGEST = 128 * 1024 - 1;

    private final String first;
    private final String second;
    private final String line;

    private RemoteScript(String first, String second, String line) {
        this.first = first;
        this.second = second;
        this.line = line;
    }

    static RemoteScript of(Command command, SecureRandom random) {
        byte[] nonce = new byte[2 * HALF];
        random.nextBytes(nonce);
        String first = HexFormat.of().formatHex(nonce, 0, HALF);
        String second = HexFormat.of().formatHex(nonce, HALF, 2 * HALF);
        StringBuilder script = new StringBuilder();
        script.append("daytwo=")
                .append(first)
                .append(";daytwo=@$daytwo.")
                .append(second)
                .append(';');
        script.append("echo $daytwo\"$\"$$;echo $daytwo\"$\"$$ >&2;");
        script.append("LC_ALL=C;export LC_ALL;");
        EnvironmentLines environment = EnvironmentLines.of(command);
        script.append("(trap \"echo $daytwo- >&2\" EXIT;")
                .append(environment.reader())
                .append("exec ")
                .append(ShellQuote.words(command.argv()))
                .append(");");
        script.append("daytwo=$daytwo=$?;echo $daytwo;echo $daytwo >&2");
        if (!command.hasNoStdin() || !environment.isEmpty()) {
            script.append(";exec cat >/dev/null 2>&1");
        }
        return new RemoteScript(first, second, ShellQuote.forAnyShell(script.toString()));
    }

    /** What to send as the request to execute. */
    String line() {
        return line;
    }

    boolean isTooLong() {
        return line.length() > LONGEST;
    }

    /** What each mark starts with. */
    byte[] mark() {
        return ("@" + first + "." + second).getBytes(StandardCharsets.US_ASCII);
    }
}
