package io.daytwo.plan;

import io.daytwo.DayTwoException;
import io.daytwo.node.CommandFailedException;
import io.daytwo.plan.StepFailedException.Effect;
import io.daytwo.progress.PlanEvent;
import io.daytwo.progress.ProgressListener;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the error of a step: what it did is judged by what its check sees, not by what a command said. */
final class StepFailure {
    private static final String RESUME = " Then run the same plan with the same journal.";

    private final Step step;
    private final JournalFile journal;
    private final ProgressListener listener;
    private final Boundary boundary;

    StepFailure(Step step, JournalFile journal, ProgressListener listener, Boundary boundary) {
        this.step = step;
        this.journal = journal;
        this.listener = listener;
        this.boundary = boundary;
    }

    /** After an apply that threw: a step whose outcome was unknown may have reached its end. Returns the evidence. */
    String judge(RuntimeException error, StepState before, ApplyingContext context, Function<Step, StepState> look) {
        boolean unknown = error instanceof CommandFailedException command && command.isOutcomeUnknown();
        boolean interrupted = Thread.currentThread().isInterrupted();
        Optional<StepState> after = Optional.empty();
        try {
            after = Optional.of(Uninterrupted.get(() -> look.apply(step)));
        } catch (StepFailedException e) {
            error.addSuppressed(e);
        }
        if (unknown && !interrupted && after.orElse(before) instanceof StepState.Done done) {
            return done.evidence();
        }
        Effect effect = Effect.PARTIAL;
        if (unknown || after.isEmpty()) {
            effect = Effect.UNKNOWN;
        } else if (!context.hasChanged()
                && (error instanceof LockLostException || after.get().equals(before))) {
            effect = Effect.NOTHING;
        }
        throw of(error, Optional.of(effect), true);
    }

    StepFailedException of(RuntimeException error, Optional<Effect> effect, boolean applied) {
        boolean ours = error instanceof DayTwoException;
        String remedy = ours ? ((DayTwoException) error).remedy() : "Look at the cause.";
        String problem = ours
                ? ((DayTwoException) error).problemAndEvidence()
                : (applied ? "It threw " : "Its check threw ") + error + ".";
        return make(effect.orElse(applied ? Effect.UNKNOWN : Effect.NOTHING), problem, remedy + RESUME, error);
    }

    StepFailedException blocked(StepState.Blocked blocked) {
        return make(Effect.NOTHING, blocked.why(), blocked.remedy() + RESUME, null);
    }

    StepFailedException notDone(StepState before, StepState after, boolean changed) {
        Effect effect = !changed && after.equals(before) ? Effect.NOTHING : Effect.PARTIAL;
        String problem = "It was applied, but is not done: " + describe(after);
        String remedy = after instanceof StepState.Blocked blocked
                ? blocked.remedy()
                : "Look at what keeps it from being so"
                        + step.node().map(node -> " on " + node).orElse("") + ".";
        return make(effect, problem, remedy + RESUME, null);
    }

    private static String describe(StepState state) {
        if (state instanceof StepState.Needed needed) {
            return needed.changes().stream().map(Change::summary).collect(Collectors.joining("; ")) + ".";
        }
        if (state instanceof StepState.Blocked blocked) {
            return blocked.why();
        }
        return "its state is unknown.";
    }

    private StepFailedException make(Effect effect, String problem, String remedy, @Nullable Throwable cause) {
        StepFailedException failed = new StepFailedException(step.id(), effect, journal.path(), problem, remedy, cause);
        boundary.stop(step.id() + " failed"); // before anybody hears of it: no other lane begins a step from here on
        listener.on(new PlanEvent.StepFailed(step.id(), problem));
        try {
            journal.append(JournalRecord.step(JournalRecord.FAILED, step.id(), effect.name()));
        } catch (JournalException e) {
            failed.addSuppressed(e);
        }
        return failed;
    }
}
