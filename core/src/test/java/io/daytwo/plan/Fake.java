package io.daytwo.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A step whose state is a field. */
final class Fake implements Step {
    private final String id;
    StepState state = StepState.Needed.of(new Change.ApiCall("patch", "node/w1", ""));
    Consumer<StepContext> apply = context -> state = new StepState.Done("applied");
    List<Disruption> disruptions = new ArrayList<>();
    Optional<String> node = Optional.empty();
    int applied;

    Fake(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return "title of " + id;
    }

    @Override
    public Optional<String> node() {
        return node;
    }

    @Override
    public List<Disruption> disruptions() {
        return disruptions;
    }

    @Override
    public StepState check(StepContext context) {
        return state;
    }

    @Override
    public void apply(StepContext context) {
        applied++;
        apply.accept(context);
    }
}
