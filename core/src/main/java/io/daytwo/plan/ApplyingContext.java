package io.daytwo.plan;

import io.daytwo.node.NodeExecutor;
import io.daytwo.progress.PlanEvent;
import io.daytwo.progress.ProgressListener;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What an apply sees: fenced nodes, facts that are kept. Counts the changing commands that ran. */
final class ApplyingContext implements StepContext {
    private final Plan plan;
    private final Step step;
    private final RunOptions options;
    private final Facts facts;
    private final Set<String> keepers;
    private final HeldLocks locks;
    private final ProgressListener listener;
    private final Boundary boundary;
    private final AtomicInteger changes = new AtomicInteger();

    ApplyingContext(
            Plan plan,
            Step step,
            RunOptions options,
            Facts facts,
            Set<String> keepers,
            HeldLocks locks,
            ProgressListener listener,
            Boundary boundary) {
        this.plan = plan;
        this.step = step;
        this.options = options;
        this.facts = facts;
        this.keepers = keepers;
        this.locks = locks;
        this.listener = listener;
        this.boundary = boundary;
    }

    boolean hasChanged() {
        return changes.get() > 0;
    }

    @Override
    public NodeExecutor node(String name) {
        return locks.fenced(name, plan.nodes().node(name), changes::incrementAndGet);
    }

    @Override
    public Optional<String> fact(String name) {
        return facts.fact(name);
    }

    @Override
    public String keep(String name, Supplier<String> first) {
        return facts.keep(name, first, keepers);
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
        return listener;
    }

    @Override
    public void note(String text) {
        listener.on(new PlanEvent.StepNoted(step.id(), text));
    }

    @Override
    public void checkpoint() {
        boundary.reason().ifPresent(reason -> {
            throw new StopSignal(reason);
        });
    }
}
