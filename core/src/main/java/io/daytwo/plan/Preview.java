package io.daytwo.plan;

import java.util.ArrayList;
import java.util.List;

/** Takes a preview: all checks behind the gate. */
final class Preview {
    private final Plan plan;
    private final RunOptions options;

    Preview(Plan plan, RunOptions options) {
        this.plan = plan;
        this.options = options;
    }

    PlanPreview take() {
        JournalContent journal = JournalFile.peek(options.journalFor(plan.print()));
        journal.requireSame(plan);
        Looks looks = Looks.now(plan, options, journal, new NodeCopies(plan));
        List<PlanPreview.Row> rows = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            rows.add(new PlanPreview.Row(
                    step.id(), step.title(), step.node(), looks.states().get(i)));
        }
        return new PlanPreview(plan.title(), plan.fingerprint(), rows);
    }
}
