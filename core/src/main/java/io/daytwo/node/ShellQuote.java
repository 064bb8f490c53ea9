package io.daytwo.node;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The one place where words become text for a shell. */
final class ShellQuote {
    private static final String[] OCTAL =
            IntStream.range(0, 256).mapToObj(b -> String.format("%03o", b)).toArray(String[]::new);

    private ShellQuote() {}

    /** Means nothing to any shell, quoted or not. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.,:@%+-][A-Za-z0-9_/.,:=@%+-]*");

    /** Means nothing to any shell between double quotes. */
    private static final Pattern MILD = Pattern.compile("[A-Za-z0-9_/.,:=@%+ ?*;|&<>(){}\\[\\]~#^-]*");

    /**
     * One word for a POSIX shell, with as few signs as it needs; between single quotes only their own has a meaning.
     */
    static String word(String word) {
        if (PLAIN.matcher(word).matches()) {
            return word;
        }
        if (MILD.matcher(word).matches()) {
            return '"' + word + '"';
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static String words(List<String> words) {
        return words.stream().map(ShellQuote::word).collect(Collectors.joining(" "));
    }

    /**
     * Has {@code /bin/sh} run a script, whatever shell reads the line first: POSIX shells, csh and fish disagree about
     * quotes, backslashes, exclamation marks and line ends between single quotes, so that none of them is left there. A
     * script without any is handed over as it is; else {@code printf %b} turns {@code \0ooo} back.
     */
    static String forAnyShell(String script) {
        StringBuilder plain = new StringBuilder();
        boolean encoded = false;
        for (byte b : script.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '\'' && b != '\\' && b != '!') {
                plain.append((char) b);
            } else {
                plain.append("\\0").append(OCTAL[b & 0xff]);
                encoded = true;
            }
        }
        return encoded
                ? "exec /bin/sh -c 'eval \"$(printf %b \"$1\")\"' sh '" + plain + "'"
                : "exec /bin/sh -c '" + plain + "' sh";
    }
}
