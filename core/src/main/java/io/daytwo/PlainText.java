package io.daytwo;

import java.util.regex.Pattern;

/** Text from elsewhere, made harmless for terminals and logs. */
final class PlainText {
    /** Control characters but line feed and tab, and those that turn the direction of writing. */
    private static final Pattern COMMANDING =
            Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]");

    private PlainText() {}

    static String of(String text) {
        return COMMANDING
                .matcher(text)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }
}
