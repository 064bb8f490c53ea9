package io.daytwo.node;

/** Text from a node, made harmless for a terminal: control and formatting characters become escapes, tabs stay. */
final class Harmless {
    private Harmless() {}

    static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean commanding = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            if (commanding && c != '\t') {
                plain.append(String.format("\\u%04x", c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }
}
