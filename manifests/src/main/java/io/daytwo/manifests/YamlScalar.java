package io.daytwo.manifests;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** One value in the text of a file, on one line, and how another would be written in its place. */
record YamlScalar(String source, String text, ScalarNode node) {
    /** Means itself, and a text, without quotes: in lists, in mappings and in flow style. */
    private static final Pattern PLAIN = Pattern.compile("(--?[A-Za-z]|/|[A-Za-z])[A-Za-z0-9_./:=@%+~^-]*(?<!:)");

    private static final Pattern WORD = Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null");

    static YamlScalar on(String source, String text, ScalarNode node) {
        YamlScalar scalar = new YamlScalar(source, text, node);
        if (node.getAnchor().isPresent()
                || scalar.written().contains("\n")
                || node.getScalarStyle() == ScalarStyle.LITERAL
                || node.getScalarStyle() == ScalarStyle.FOLDED) {
            throw new ManifestException(
                    source,
                    YamlText.line(node.getStartMark()),
                    "this value stands on several lines or has an anchor, so it cannot be edited alone.",
                    "Write it on one line, then edit it.");
        }
        return scalar;
    }

    int start() {
        return YamlText.offset(text, node.getStartMark());
    }

    int end() {
        return YamlText.offset(text, node.getEndMark());
    }

    private String written() {
        return text.substring(start(), end());
    }

    /** The value, quoted as this one is where that can be. */
    String like(String value) {
        if (node.getScalarStyle() == ScalarStyle.SINGLE_QUOTED) {
            return "'" + value.replace("'", "''") + "'";
        }
        boolean plain = node.isPlain()
                && PLAIN.matcher(value).matches()
                && !WORD.matcher(value).matches();
        return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
