package io.daytwo.plan;

import io.daytwo.plan.PlanResult.StepResult;
import io.daytwo.plan.StepFailedException.Effect;
import io.daytwo.progress.PlanEvent;
import io.daytwo.progress.ProgressListener;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** One step: boundary, check, consent, safeguards, journal, apply, check, journal. Lanes share it. */
final class StepRun {
    private final Plan plan;
    private final RunOptions options;
    private final JournalFile journal;
    private final Facts facts;
    private final HeldLocks locks;
    private final ProgressListener listener;
    private final Probe probe;
    private final Set<String> approved = new HashSet<>();
    private final Boundary boundary;
    private final AtomicBoolean changed = new AtomicBoolean();

    StepRun(
            Plan plan,
            RunOptions options,
            JournalFile journal,
            Facts facts,
            HeldLocks locks,
            ProgressListener listener,
            Probe probe,
            Boundary boundary) {
        this.plan = plan;
        this.options = options;
        this.journal = journal;
        this.facts = facts;
        this.locks = locks;
        this.listener = listener;
        this.probe = probe;
        this.boundary = boundary;
    }

    StepResult step(int index, Lane lane) {
        long began = System.nanoTime();
        Step step = plan.steps().get(index);
        stopIfAsked(step);
        StepState before = look(step);
        if (before instanceof StepState.Done done) {
            listener.on(new PlanEvent.StepSkipped(
                    step.id(), done.evidence(), index + 1, plan.steps().size()));
            return new StepResult(step.id(), false, done.evidence(), PlanRunner.since(began));
        }
        refuse(step, before, lane);
        if (approve(step)) {
            return step(index, lane);
        }
        Looks.refusal(step, options).ifPresent(refusal -> refuse(step, refusal, lane));
        journal.append(JournalRecord.step(JournalRecord.STARTED, step.id(), step.title()));
        listener.on(new PlanEvent.StepStarted(
                step.id(), step.title(), index + 1, plan.steps().size()));
        changed.set(true);
        String evidence = apply(step, before, lane);
        journal.append(JournalRecord.step(JournalRecord.DONE, step.id(), evidence));
        listener.on(new PlanEvent.StepFinished(step.id(), evidence, PlanRunner.since(began)));
        return new StepResult(step.id(), true, evidence, PlanRunner.since(began));
    }

    private StepState look(Step step) {
        probe.at("before check " + step.id());
        StepState state;
        try {
            state = step.check(new LookingContext(plan, options, facts.all()));
        } catch (RuntimeException e) {
            throw failure(step).of(e, Optional.empty(), false);
        }
        probe.at("after check " + step.id());
        return state;
    }

    private String apply(Step step, StepState before, Lane lane) {
        ApplyingContext context =
                new ApplyingContext(plan, step, options, facts, lane.keepers(), locks, listener, boundary);
        try {
            locks.confirm(step);
        } catch (RuntimeException e) {
            throw failure(step).of(e, Optional.of(Effect.NOTHING), false);
        }
        try {
            probe.at("before apply " + step.id());
            step.apply(context);
            probe.at("after apply " + step.id());
        } catch (StopSignal stop) {
            throw stop(step, true, String.valueOf(stop.getMessage()));
        } catch (RuntimeException e) {
            return failure(step).judge(e, before, context, this::look);
        }
        StepState after = look(step);
        if (after instanceof StepState.Done done) {
            return done.evidence();
        }
        throw failure(step).notDone(before, after, context.hasChanged());
    }

    private StepFailure failure(Step step) {
        return new StepFailure(step, journal, listener, boundary);
    }

    private void refuse(Step step, StepState state, Lane lane) {
        if (state instanceof StepState.Blocked blocked) {
            if (lane.isAlone() && !changed.get()) {
                throw new PlanBlockedException(step.id(), blocked.why(), blocked.remedy());
            }
            throw failure(step).blocked(blocked);
        }
        if (state instanceof StepState.Unknown unknown) {
            throw failure(step)
                    .blocked(new StepState.Blocked(
                            "It is still unknown although " + unknown.waitsFor() + " has run.",
                            "Report this as a defect of the step."));
        }
    }

    /** True after having asked: that may have taken hours, so that everything has to be looked at again. */
    private boolean approve(Step step) {
        if (options.approval().isEmpty() || step.node().isEmpty()) {
            return false;
        }
        Predicate<String> approval = options.approval().get();
        String node = step.node().get();
        synchronized (approved) {
            if (approved.contains(node)) {
                return false;
            }
            stopIfAsked(step);
            boolean granted;
            try {
                granted = approval.test(node);
            } catch (RuntimeException e) {
                throw failure(step).of(e, Optional.of(Effect.NOTHING), false);
            }
            if (!granted) {
                throw stop(step, false, "node " + node + " was not approved");
            }
            journal.append(JournalRecord.approved(node));
            return approved.add(node);
        }
    }

    private void stopIfAsked(Step step) {
        boundary.reason().ifPresent(reason -> {
            throw stop(step, false, reason);
        });
    }

    private PlanCancelledException stop(Step step, boolean within, String reason) {
        PlanCancelledException stop = new PlanCancelledException(step.id(), within, reason, journal.path());
        try {
            journal.append(JournalRecord.step(JournalRecord.STOPPED, step.id(), reason));
        } catch (JournalException e) {
            stop.addSuppressed(e);
        }
        return stop;
    }
}
