package io.daytwo.plan;

import io.daytwo.DayTwoException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A run stopped at a safe boundary because it was asked to, or its thread was interrupted. */
public final class PlanCancelledException extends DayTwoException {
    private final List<String> steps;
    private final String where;
    private final String reason;
    private final boolean within;
    private final Path journal;

    PlanCancelledException(String step, boolean within, String reason, Path journal) {
        this(List.of(step), within, (within ? "at a safe place within " : "before ") + step, reason, journal);
    }

    private PlanCancelledException(List<String> steps, boolean within, String where, String reason, Path journal) {
        super(
                "The run stopped " + where + ": " + reason + ". The steps before " + (steps.size() == 1 ? "it" : "them")
                        + " are done. The journal is " + journal + ".",
                "Run the same plan with the same journal to continue.");
        this.steps = List.copyOf(steps);
        this.where = where;
        this.within = within;
        this.reason = reason;
        this.journal = journal;
    }

    /** Of several lanes: one error for all places. */
    static PlanCancelledException of(List<PlanCancelledException> stops) {
        PlanCancelledException first = stops.get(0);
        if (stops.size() == 1) {
            return first;
        }
        PlanCancelledException all = new PlanCancelledException(
                stops.stream().flatMap(stop -> stop.steps.stream()).toList(),
                first.within,
                stops.stream().map(stop -> stop.where).collect(Collectors.joining(", ")),
                first.reason,
                first.journal);
        stops.forEach(all::addSuppressed);
        return all;
    }

    /** {@return the id of the step that comes next} */
    public String step() {
        return steps.get(0);
    }

    /** {@return the steps that come next: one for each lane that was at work, that of {@link #step()} first} */
    public List<String> steps() {
        return steps;
    }

    /** {@return whether that step had begun and stopped at a boundary of its own} */
    public boolean isWithinStep() {
        return within;
    }

    /** {@return why, as given by who cancelled} */
    public String reason() {
        return reason;
    }

    /** {@return the journal that resumes the run} */
    public Path journal() {
        return journal;
    }
}
