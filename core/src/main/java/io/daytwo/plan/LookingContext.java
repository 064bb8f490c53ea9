package io.daytwo.plan;

import io.daytwo.node.NodeExecutor;
import io.daytwo.progress.ProgressListener;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a check sees: nodes behind the gate, facts that cannot be added to. */
final class LookingContext implements StepContext {
    private final Plan plan;
    private final RunOptions options;
    private final Map<String, String> facts;

    LookingContext(Plan plan, RunOptions options, Map<String, String> facts) {
        this.plan = plan;
        this.options = options;
        this.facts = facts;
    }

    @Override
    public NodeExecutor node(String name) {
        return new ReadingNode(plan.nodes().node(name));
    }

    @Override
    public Optional<String> fact(String name) {
        return Optional.ofNullable(facts.get(name));
    }

    @Override
    public String keep(String name, Supplier<String> first) {
        throw new IllegalStateException("a check keeps no facts: " + name);
    }

    @Override
    public boolean isAccepted(String finding) {
        return options.accepted().contains(finding);
    }

    @Override
    public boolean isDowntimeAccepted() {
        return options.isDowntimeAccepted();
    }

    @Override
    public ProgressListener progress() {
        return ProgressListener.none();
    }

    @Override
    public void note(String text) {}

    @Override
    public void checkpoint() {}
}
