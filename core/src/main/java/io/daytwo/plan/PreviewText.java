package io.daytwo.plan;

import java.util.ArrayList;
import java.util.List;

/** The words of a preview that table and Markdown share. Text from nodes cannot command a terminal. */
final class PreviewText {
    private PreviewText() {}

    static String state(StepState state) {
        if (state instanceof StepState.Done) {
            return "done";
        }
        if (state instanceof StepState.Needed) {
            return "needed";
        }
        return state instanceof StepState.Blocked ? "BLOCKED" : "later";
    }

    /** First lines, then details, which are indented. */
    static List<String> what(StepState state, boolean details) {
        if (state instanceof StepState.Done done) {
            return List.of(plain(done.evidence()));
        }
        if (state instanceof StepState.Blocked blocked) {
            return List.of(plain(blocked.why()), plain(blocked.remedy()));
        }
        if (state instanceof StepState.Unknown unknown) {
            return List.of("known after " + plain(unknown.waitsFor()));
        }
        List<String> lines = new ArrayList<>();
        for (Change change : ((StepState.Needed) state).changes()) {
            lines.add(plain(change.summary()));
            if (details) {
                change.details().forEach(line -> lines.add("  " + plain(line)));
            }
        }
        return lines;
    }

    static String summary(PlanPreview preview) {
        long needed = count(preview, StepState.Needed.class);
        long later = count(preview, StepState.Unknown.class);
        long blocked = count(preview, StepState.Blocked.class);
        int steps = preview.rows().size();
        return steps + (steps == 1 ? " step: " : " steps: ") + count(preview, StepState.Done.class) + " done, " + needed
                + " needed, " + later + " known later, "
                + (blocked == 0 ? "none blocked." : blocked + " BLOCKED: it will not run.");
    }

    private static long count(PlanPreview preview, Class<? extends StepState> kind) {
        return preview.rows().stream()
                .filter(row -> kind.isInstance(row.state()))
                .count();
    }

    static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .map(c -> c == '\t' ? ' ' : c)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\u00b7' : c)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
