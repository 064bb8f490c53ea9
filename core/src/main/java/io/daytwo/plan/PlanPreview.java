package io.daytwo.plan;

import java.util.List;
import java.util.Optional;

/**
 * What a run of a plan would do, as of now. Holds no secrets.
 *
 * @param plan the plan's title
 * @param fingerprint of the plan, hex; {@link RunOptions#reviewed} holds a run to it
 * @param rows one for each step, in order
 */
public record PlanPreview(String plan, String fingerprint, List<Row> rows) {
    /**
     * Copies the list.
     *
     * @param plan the plan's title
     * @param fingerprint of the plan, hex
     * @param rows one for each step, in order
     */
    public PlanPreview {
        rows = List.copyOf(rows);
    }

    /**
     * One step.
     *
     * @param id the step
     * @param title for people
     * @param node which it changes
     * @param state what its check saw
     */
    public record Row(String id, String title, Optional<String> node, StepState state) {}

    /** {@return whether every step is done already} */
    public boolean isNothingToDo() {
        return rows.stream().allMatch(row -> row.state() instanceof StepState.Done);
    }

    /** {@return the steps that keep the plan from being run; empty when it may be} */
    public List<Row> blocked() {
        return rows.stream()
                .filter(row -> row.state() instanceof StepState.Blocked)
                .toList();
    }

    /** {@return a table for people, one entry a line} */
    public List<String> lines() {
        return PreviewTable.lines(this);
    }

    /** {@return the whole as a JSON object: to store, to compare, to review} */
    public String json() {
        return PreviewJson.of(this);
    }

    /** {@return a Markdown table, diffs behind it} */
    public String markdown() {
        return PreviewMarkdown.of(this);
    }
}
