package io.daytwo.plan;

import io.daytwo.DayTwoException;
import java.nio.file.Path;
import java.util.Locale;
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
        super(failed(step, effect) + " " + problem + " " + at(journal), remedy, cause);
        this.step = step;
        this.effect = effect;
        this.journal = journal;
    }

    private static String failed(String step, Effect effect) {
        return step + " failed; what it changed: " + effect.name().toLowerCase(Locale.ROOT) + ".";
    }

    private static String at(Path journal) {
        return "The journal is " + journal + ".";
    }

    /** For who has heard already what the problem is. */
    String withoutProblem() {
        return failed(step, effect) + " " + at(journal) + " " + remedy();
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
