package io.daytwo.manifests;

import io.daytwo.plan.Change;
import io.daytwo.plan.Step;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import java.util.List;
import java.util.Optional;

/**
 * Takes the manifest out of the kubelet's folder and proves that nothing of the Pod runs. Where that fails the manifest
 * stays parked: stopping is what was asked for, and the next attempt goes on.
 */
record StopStep(PodTarget target) implements Step {
    @Override
    public String id() {
        return target.node() + "/stop-" + target.component();
    }

    @Override
    public String title() {
        return "stop the static Pod " + target.component() + " of " + target.node();
    }

    @Override
    public Optional<String> node() {
        return Optional.of(target.node());
    }

    @Override
    public StepState check(StepContext context) {
        PodOnNode pod = target.on(context);
        PodState state = pod.state();
        if (pod.lying().isParked()) {
            List<String> remains = pod.remains(state);
            return remains.isEmpty()
                    ? new StepState.Done("nothing of it runs; its manifest is parked at "
                            + pod.place().parkedPath())
                    : new StepState.Needed(List.of());
        }
        Optional<StepState.Blocked> blocked =
                target.secondFile(pod).or(() -> target.refusal(context, pod, state, true));
        return blocked.isPresent()
                ? blocked.get()
                : StepState.Needed.of(new Change.Run(
                        target.node(), pod.place().parking(pod.lying().running())));
    }

    @Override
    public void apply(StepContext context) {
        PodOnNode pod = target.on(context);
        park(context, id(), pod);
        new PodStop(context, pod).prove();
    }

    /** Told to the journal first: whoever finds the node without the manifest learns where it is. */
    static void park(StepContext context, String step, PodOnNode pod) {
        if (!pod.lying().isParked()) {
            String hash = pod.lying().running();
            String kept = context.keep(step + "/parked", () -> pod.place().parkedPath() + " sha256 " + hash);
            pod.place().park(hash);
            context.note("parked: " + kept);
        }
    }
}
