package io.daytwo.manifests;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A list of texts in a file, to which items are added and from which they go, in the style it is written in. */
record YamlItems(String source, String text, SequenceNode list) {
    private static final Pattern DASH = Pattern.compile(" *-[ \t]+");
    private static final Pattern REST_OF_LINE = Pattern.compile("[ \t]*([ \t]#[^\n]*)?\r?\n?");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    YamlScalar item(int index) {
        if (list.getValue().get(index) instanceof ScalarNode scalar) {
            return YamlScalar.on(source, text, scalar);
        }
        throw unlike(list.getValue().get(index));
    }

    private boolean isFlow() {
        return list.getFlowStyle() == FlowStyle.FLOW;
    }

    /** Written like the item before it, below it or behind it. */
    Splice after(int index, String value) {
        YamlScalar before = item(index);
        if (isFlow()) {
            return new Splice(before.end(), before.end(), ", " + before.like(value));
        }
        int end = lineEnd(before);
        boolean whole = text.startsWith("\n", end - 1);
        boolean windows = whole ? text.startsWith("\r\n", end - 2) : text.contains("\r\n");
        String newline = windows ? "\r\n" : "\n";
        String line = dash(before) + before.like(value);
        return new Splice(end, end, whole ? line + newline : newline + line);
    }

    Splice without(int first, int last) {
        YamlScalar from = item(first);
        YamlScalar to = item(last);
        if (!isFlow()) {
            for (int i = first; i <= last; i++) {
                requireOwnLine(item(i));
            }
            return new Splice(lineStart(from), lineEnd(to), "");
        }
        if (first > 0) {
            int before = YamlText.offset(text, list.getValue().get(first - 1).getEndMark());
            requireComma(before, from.start(), from);
            return new Splice(before, to.end(), "");
        }
        if (last == list.getValue().size() - 1) {
            return new Splice(from.start(), to.end(), "");
        }
        int after = YamlText.offset(text, list.getValue().get(last + 1).getStartMark());
        requireComma(to.end(), after, to);
        return new Splice(from.start(), after, "");
    }

    private int lineStart(YamlScalar item) {
        return text.lastIndexOf('\n', item.start() - 1) + 1;
    }

    private int lineEnd(YamlScalar item) {
        int newline = text.indexOf('\n', item.end());
        int end = newline < 0 ? text.length() : newline + 1;
        if (!REST_OF_LINE.matcher(text.substring(item.end(), end)).matches()) {
            throw unlike(item.node());
        }
        return end;
    }

    private String dash(YamlScalar item) {
        requireOwnLine(item);
        return text.substring(lineStart(item), item.start());
    }

    private void requireOwnLine(YamlScalar item) {
        if (!DASH.matcher(text.substring(lineStart(item), item.start())).matches()) {
            throw unlike(item.node());
        }
    }

    private void requireComma(int from, int to, YamlScalar item) {
        if (!COMMA.matcher(text.substring(from, to)).matches()) {
            throw unlike(item.node());
        }
    }

    private ManifestException unlike(Node item) {
        return new ManifestException(
                source,
                YamlText.line(item.getStartMark()),
                "the list is written in a way that cannot be edited one item at a time.",
                "Write one item on each line, as kubeadm does.");
    }
}
