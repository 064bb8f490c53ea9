package io.daytwo.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * The variables of a command as lines ahead of its standard input: arguments are visible to every user of the node. A
 * POSIX shell's {@code read} takes not a byte more of a pipe than its line, so that the rest is the program's.
 */
final class EnvironmentLines {
    private final String lines;

    private EnvironmentLines(String lines) {
        this.lines = lines;
    }

    static EnvironmentLines of(Command command) {
        return new EnvironmentLines(command.environment().entrySet().stream()
                .map(variable -> "export " + variable.getKey() + "=" + ShellQuote.word(variable.getValue()) + "\n")
                .collect(Collectors.joining()));
    }

    /** {@return what a shell does first: reads the lines and sets the variables, or exits; names no variable} */
    String reader() {
        if (lines.isEmpty()) {
            return "";
        }
        long count = lines.chars().filter(c -> c == '\n').count();
        return "n=" + count
                + " e=;while [ $n -gt 0 ];do IFS= read -r l||exit 1;n=$((n-1));e=\"$e$l\n\";done;eval \"$e\";";
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** {@return the lines, then what the command itself reads} */
    InputStream ahead(Command command) throws IOException {
        return lines.isEmpty()
                ? command.openStdin()
                : new SequenceInputStream(
                        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), command.openStdin());
    }
}
