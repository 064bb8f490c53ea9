package io.daytwo.manifests;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last words of a container, fit for a message: few, short, harmless, and without what looks like a secret. */
final class PodLog {
    private static final int MOST_LINES = 5;
    private static final int LONGEST_LINE = 300;

    /** How a runtime writes a log: time, stream, whole or partial, text (k8s.io/cri-client pkg/logs/logs.go). */
    private static final Pattern PREFIX = Pattern.compile("^\\S+ (?:stdout|stderr) [FP](?::\\S*)? ?");

    private static final Pattern SECRET = Pattern.compile(
            "(?i)\\b((?:[a-z_-]*(?:token|password|passwd|secret|authorization|credential)s?)\"?\\s*[=:]\\s*\"?(?:bearer )?)"
                    + "[^\\s\",;]+|(?-i)[A-Za-z0-9+/_.=-]{64,}|-----BEGIN.*");

    private static final Pattern COMMANDING = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\t]]");

    private PodLog() {}

    static List<String> lines(String log) {
        List<String> lines = log.lines()
                .map(line -> PREFIX.matcher(line).replaceFirst(""))
                .map(PodLog::harmless)
                .filter(line -> !line.isBlank())
                .toList();
        return List.copyOf(lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }

    private static String harmless(String line) {
        String plain = COMMANDING
                .matcher(line)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
        String hidden = SECRET.matcher(plain)
                .replaceAll(found -> found.group(1) == null ? "***" : Matcher.quoteReplacement(found.group(1)) + "***");
        return hidden.length() <= LONGEST_LINE ? hidden : hidden.substring(0, LONGEST_LINE) + "…";
    }
}
