package io.daytwo.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run did. Every step of the plan is done.
 *
 * @param plan the plan's title
 * @param fingerprint of the plan, hex
 * @param steps in order
 * @param journal where it is written down
 * @param took wall time of this attempt
 */
public record PlanResult(String plan, String fingerprint, List<StepResult> steps, Path journal, Duration took) {
    /**
     * Copies the list.
     *
     * @param plan the plan's title
     * @param fingerprint of the plan, hex
     * @param steps in order
     * @param journal where it is written down
     * @param took wall time of this attempt
     */
    public PlanResult {
        steps = List.copyOf(steps);
    }

    /**
     * One step of a run.
     *
     * @param id the step
     * @param applied whether this attempt changed it; false when it was done already
     * @param evidence what its last check saw
     * @param took wall time
     */
    public record StepResult(String id, boolean applied, String evidence, Duration took) {}

    /** {@return the ids of the steps that this attempt applied} */
    public List<String> applied() {
        return steps.stream().filter(StepResult::applied).map(StepResult::id).toList();
    }
}
