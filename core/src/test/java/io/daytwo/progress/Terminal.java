package io.daytwo.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of a terminal as the live lines use: cursor up, erase below, line feed. */
final class Terminal {
    private static final Pattern PART = Pattern.compile("\u001b\\[(\\d+)A\r|\u001b\\[J|([^\u001b\n]*)\n");

    private Terminal() {}

    static String show(String written) {
        List<String> lines = new ArrayList<>();
        int row = 0;
        Matcher part = PART.matcher(written);
        int at = 0;
        while (part.find()) {
            if (part.start() != at) {
                throw new IllegalArgumentException("unknown sequence at " + at);
            }
            at = part.end();
            if (part.group(1) != null) {
                row -= Integer.parseInt(part.group(1));
            } else if (part.group(2) == null) {
                lines = new ArrayList<>(lines.subList(0, row));
            } else {
                while (lines.size() <= row) {
                    lines.add("");
                }
                lines.set(row++, part.group(2));
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
