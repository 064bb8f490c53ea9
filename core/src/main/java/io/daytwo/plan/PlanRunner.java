package io.daytwo.plan;

import com.google.gson.JsonObject;
import io.daytwo.DayTwoException;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.PlanResult.StepResult;
import io.daytwo.progress.PlanEvent;
import io.daytwo.progress.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The only thing that changes anything. 1. Open the journal and refuse one of another plan. 2. Check all steps; if one
 * is blocked, nothing happens. 3. Take the locks. 4. Bring together the facts of earlier attempts. 5. Each step:
 * {@link StepRun}. 6. Remove the nodes' copies, give the locks back, write the end to the journal. A run that is killed
 * between any two of these is continued by the next with the same journal.
 */
final class PlanRunner {
    private final Plan plan;
    private final RunOptions options;
    private final Probe probe;
    private final ProgressListener listener;
    private final NodeCopies copies;
    private final long started = System.nanoTime();

    PlanRunner(Plan plan, RunOptions options, Probe probe) {
        this.plan = plan;
        this.options = options;
        this.probe = probe;
        this.listener = options.listener().guarded();
        this.copies = new NodeCopies(plan);
    }

    PlanResult run() {
        requireReviewed();
        try (JournalFile journal = JournalFile.open(options.journalFor(plan.print()), probe)) {
            JournalContent content = journal.content();
            content.requireSame(plan);
            Looks looks = Looks.now(plan, options, content, copies);
            looks.refuseBlocked();
            listener.on(new PlanEvent.PlanStarted(
                    plan.title(), plan.steps().size(), journal.path().toString()));
            List<StepResult> steps =
                    looks.isNothingToDo() && content.toContinue(plan).isEmpty() ? skipAll(looks) : attempt(journal);
            PlanResult result = new PlanResult(plan.title(), plan.fingerprint(), steps, journal.path(), since(started));
            int applied = result.applied().size();
            listener.on(new PlanEvent.PlanFinished(plan.title(), applied, steps.size() - applied, result.took()));
            return result;
        }
    }

    private void requireReviewed() {
        Optional<String> reviewed = options.reviewed();
        if (reviewed.isPresent() && !reviewed.get().equals(plan.fingerprint())) {
            throw new PlanBlockedException(
                    plan.title(),
                    "the plan that was reviewed is another one (plan "
                            + reviewed.get().substring(0, 12) + "); this is plan "
                            + plan.print().brief() + ".",
                    "Preview and review it again.");
        }
    }

    private List<StepResult> skipAll(Looks looks) {
        List<StepResult> results = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            String id = plan.steps().get(i).id();
            String evidence = ((StepState.Done) looks.states().get(i)).evidence();
            listener.on(
                    new PlanEvent.StepSkipped(id, evidence, i + 1, plan.steps().size()));
            results.add(new StepResult(id, false, evidence, Duration.ZERO));
        }
        return results;
    }

    private List<StepResult> attempt(JournalFile journal) {
        String holder = Operator.name();
        JsonObject began = journal.content().toContinue(plan).orElseGet(() -> begin(journal));
        String id = LockScript.requireId(began.get("lock").getAsString());
        LockClaim claim = new LockClaim(id, holder, plan.title(), Instant.now(), options.breaking());
        List<StepResult> results;
        probe.at("before locks");
        HeldLocks locks = HeldLocks.take(plan, claim);
        try {
            probe.at("after locks");
            journal.append(JournalRecord.attempt(holder, options.accepted(), options.isDowntimeAccepted()));
            results = steps(journal, began, locks);
        } catch (DayTwoException e) {
            String reason = e instanceof StepFailedException failed ? failed.withoutProblem() : e.getMessage();
            listener.on(new PlanEvent.PlanStopped(plan.title(), String.valueOf(reason)));
            throw e;
        } finally {
            Uninterrupted.run(locks::close);
        }
        probe.at("after release");
        journal.append(JournalRecord.finished());
        return results;
    }

    private JsonObject begin(JournalFile journal) {
        JsonObject record = JournalRecord.plan(plan, UUID.randomUUID().toString());
        journal.append(record);
        return record;
    }

    private List<StepResult> steps(JournalFile journal, JsonObject began, HeldLocks locks) {
        Function<String, NodeExecutor> fenced =
                name -> locks.fenced(name, plan.nodes().node(name), () -> {});
        Facts facts = Facts.begin(journal, copies, began, fenced);
        probe.at("after copies");
        Boundary boundary = new Boundary(options.cancellation());
        StepRun run = new StepRun(plan, options, journal, facts, locks, listener, probe, boundary);
        List<StepResult> results = new ArrayList<>();
        for (List<Lane> stage : Lane.stages(plan)) {
            Lane first = stage.get(0);
            results.addAll(
                    first.isAlone()
                            ? List.of(run.step(first.steps().get(0), first))
                            : new LaneRun(run, boundary).of(stage, plan.workersAtOnce()));
        }
        probe.at("before removing copies");
        Uninterrupted.run(() -> copies.remove(fenced));
        probe.at("after removing copies");
        return results;
    }

    static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
