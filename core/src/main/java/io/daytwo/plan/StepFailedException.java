package io.daytwo.plan;

import io.daytwo.DayTwoException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A plan stopped midway. The same plan with the same journal continues it. */
public final class StepFailedException extends DayTwoException {
    /** What the failed step did; the steps before it are done. */
    public enum Effect {
        /** It changed nothing. */
        NOTHING,
        /** It changed something, but not all it should have. */
        PARTIAL,
        /** Nobody knows: a connection was lost or a command did not end in time. */
        UNKNOWN
    }

    private final String step;
    private final Effect effect;
    private final Path journal;

    StepFailedException(
            String step, Effect effect, Path journal, String problem, String remedy, @Nullable Throwable cause) {
        super(
                step + " failed; what it changed: " + effect.name().toLowerCase(java.util.Locale.ROOT) + ". " + problem
                        + " The journal is " + journal + ".",
                remedy,
                cause);
        this.step = step;
        this.effect = effect;
        this.journal = journal;
    }

    /** {@return the id of the step that failed} */
    public String step() {
        return step;
    }

    /** {@return what that step did} */
    public Effect effect() {
        return effect;
    }

    /** {@return the journal that resumes the run} */
    public Path journal() {
        return journal;
    }
}
