package io.daytwo.progress;

/** Text that may come from a node, made harmless for a terminal: line feeds stay, other control characters do not. */
final class Plain {
    private Plain() {}

    static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> {
                    boolean commanding = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
                    return commanding && c != '\n' ? '\u00b7' : c;
                })
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
