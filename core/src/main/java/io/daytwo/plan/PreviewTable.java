package io.daytwo.plan;

import java.util.ArrayList;
import java.util.List;

/** A preview in columns: number, step, node, state, what. */
final class PreviewTable {
    private PreviewTable() {}

    static List<String> lines(PlanPreview preview) {
        List<String[]> cells = new ArrayList<>();
        cells.add(new String[] {"#", "step", "node", "state", "what"});
        int number = 1;
        for (PlanPreview.Row row : preview.rows()) {
            String node = row.node().orElse("-");
            String[] head = {
                Integer.toString(number++), PreviewText.plain(row.id()), node, PreviewText.state(row.state())
            };
            List<String> what = new ArrayList<>();
            what.add(PreviewText.plain(row.title()));
            PreviewText.what(row.state(), true).forEach(line -> what.add("  " + line));
            for (int i = 0; i < what.size(); i++) {
                cells.add(
                        i == 0
                                ? new String[] {head[0], head[1], head[2], head[3], what.get(0)}
                                : new String[] {"", "", "", "", what.get(i)});
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(PreviewText.plain(preview.plan()) + " (plan "
                + preview.fingerprint().substring(0, 12) + ")");
        int[] widths = widths(cells);
        cells.forEach(row -> lines.add(line(row, widths)));
        lines.add(PreviewText.summary(preview));
        return List.copyOf(lines);
    }

    private static int[] widths(List<String[]> cells) {
        int[] widths = new int[4];
        for (String[] row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return widths;
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
        }
        return line.append(row[widths.length]).toString().stripTrailing();
    }
}
