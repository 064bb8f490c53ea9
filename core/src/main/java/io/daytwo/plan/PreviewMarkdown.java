package io.daytwo.plan;

import java.util.List;
import java.util.stream.Collectors;

/** A preview for a pull request or a ticket. */
final class PreviewMarkdown {
    private PreviewMarkdown() {}

    static String of(PlanPreview preview) {
        StringBuilder text = new StringBuilder();
        text.append("## ").append(cell(preview.plan())).append("\n\n");
        text.append("Plan `").append(preview.fingerprint()).append("`. ");
        text.append(PreviewText.summary(preview)).append("\n\n");
        text.append("| # | step | node | state | what |\n|---|---|---|---|---|\n");
        int number = 1;
        for (PlanPreview.Row row : preview.rows()) {
            String what = PreviewText.what(row.state(), false).stream()
                    .map(PreviewMarkdown::cell)
                    .collect(Collectors.joining("<br>"));
            text.append("| ").append(number++);
            text.append(" | ").append(cell(row.id()));
            text.append(" | ").append(cell(row.node().orElse("")));
            text.append(" | ").append(PreviewText.state(row.state()));
            text.append(" | ").append(cell(row.title())).append("<br>").append(what);
            text.append(" |\n");
        }
        preview.rows().forEach(row -> diffs(row, text));
        return text.toString();
    }

    private static void diffs(PlanPreview.Row row, StringBuilder text) {
        if (row.state() instanceof StepState.Needed needed) {
            needed.changes().stream()
                    .filter(change -> !change.details().isEmpty())
                    .forEach(change -> diff(change, text));
        }
    }

    private static void diff(Change change, StringBuilder text) {
        List<String> lines = change.details().stream().map(PreviewText::plain).toList();
        text.append("\n").append(cell(change.summary())).append("\n\n");
        // indented, not fenced: a line of the file may itself be a fence
        lines.forEach(line -> text.append("    ").append(line).append("\n"));
    }

    private static String cell(String text) {
        return PreviewText.plain(text)
                .replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("`", "\\`");
    }
}
