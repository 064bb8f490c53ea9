package io.daytwo.plan;

import io.daytwo.DayTwoException;
import java.nio.file.Path;

/** A run stopped at a safe boundary because it was asked to, or its thread was interrupted. */
public final class PlanCancelledException extends DayTwoException {
    private final String step;
    private final String reason;
    private final boolean within;
    private final Path journal;

    PlanCancelledException(String step, boolean within, String reason, Path journal) {
        super(
                "The run stopped " + (within ? "at a safe place within " : "before ") + step + ": " + reason
                        + ". The steps before it are done. The journal is " + journal + ".",
                "Run the same plan with the same journal to continue.");
        this.step = step;
        this.within = within;
        this.reason = reason;
        this.journal = journal;
    }

    /** {@return the id of the step that comes next} */
    public String step() {
        return step;
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
