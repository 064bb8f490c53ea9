package io.daytwo.node;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command line for people: secrets hidden, quoted as a shell wants it, so that it can be run by hand. Of a script of
 * several lines the first one is shown.
 */
final class ShownCommand {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./\u2026-]+");

    private ShownCommand() {}

    static String of(Command command) {
        return command.redact(
                command.argv().stream().map(word -> shown(command.redact(word))).collect(Collectors.joining(" ")));
    }

    private static String shown(String word) {
        List<String> lines = word.strip().lines().toList();
        if (lines.size() > 1) {
            return "'" + lines.get(0) + " … (" + lines.size() + " lines)'";
        }
        // what hides a secret cannot be run anyway
        return PLAIN.matcher(word).matches() || word.contains("***") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
