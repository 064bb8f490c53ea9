package io.daytwo.plan;

import io.daytwo.plan.PlanBlockedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All checks of a plan at one moment, and whom the needed steps would disturb. Changes nothing. */
final class Looks {
    private final Plan plan;
    private final List<StepState> states;

    private Looks(Plan plan, List<StepState> states) {
        this.plan = plan;
        this.states = states;
    }

    /** With the facts that count: of the run to be continued, else of a finished one if nothing is left to do. */
    static Looks now(Plan plan, RunOptions options, JournalContent journal, NodeCopies copies) {
        Map<String, String> past = journal.pastFacts(plan);
        if (!past.isEmpty()) {
            Looks looks = at(plan, options, new LookingContext(plan, options, past));
            if (looks.isNothingToDo()) {
                return looks;
            }
        }
        Map<String, String> facts = journal.isUnfinished() ? journal.facts() : copies.facts();
        return at(plan, options, new LookingContext(plan, options, facts));
    }

    private static Looks at(Plan plan, RunOptions options, StepContext context) {
        List<StepState> states = new ArrayList<>();
        for (Step step : plan.steps()) {
            StepState state = step.check(context);
            boolean needed = state instanceof StepState.Needed;
            Optional<StepState.Blocked> refusal = needed ? refusal(step, options) : Optional.empty();
            states.add(refusal.isPresent() ? refusal.get() : state);
        }
        return new Looks(plan, List.copyOf(states));
    }

    static Optional<StepState.Blocked> refusal(Step step, RunOptions options) {
        for (Disruption disruption : step.disruptions()) {
            Optional<StepState.Blocked> refusal = disruption.refusal(options.isDowntimeAccepted());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    List<StepState> states() {
        return states;
    }

    boolean isNothingToDo() {
        return states.stream().allMatch(StepState.Done.class::isInstance);
    }

    void refuseBlocked() {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i) instanceof StepState.Blocked blocked) {
                reasons.add(new Reason(plan.steps().get(i).id(), blocked.why(), blocked.remedy()));
            }
        }
        if (!reasons.isEmpty()) {
            throw new PlanBlockedException(reasons);
        }
    }
}
