package io.daytwo.manifests;

import io.daytwo.plan.Change;
import io.daytwo.plan.Step;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a manifest and waits until the kubelet runs it: a Pod with another hash for its uid is up. One that does not
 * come up is taken back: the manifest from before gets its place again and is waited for. That too is an end of this
 * step, a well-defined one with nothing to resume; {@link #failure()} tells it from the other.
 */
final class ReplaceStep implements Step {
    private final PodTarget target;
    private final StaticPodManifest manifest;
    private final String hash;
    private volatile @Nullable PodNotStartedException failure;

    ReplaceStep(PodTarget target, StaticPodManifest manifest) {
        this.target = target;
        this.manifest = manifest;
        this.hash = Sha256.of(manifest.text());
    }

    /** Set when the manifest was taken back. */
    Optional<PodNotStartedException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String id() {
        return target.node() + "/replace-" + target.component();
    }

    @Override
    public String title() {
        return "replace the manifest of " + target.component() + " of " + target.node();
    }

    @Override
    public Optional<String> node() {
        return Optional.of(target.node());
    }

    @Override
    public StepState check(StepContext context) {
        PodOnNode pod = target.on(context);
        if (failure != null) {
            return new StepState.Done("it did not come up, and the manifest from before is back");
        }
        if (pod.lying().isParked()) {
            return new StepState.Blocked(
                    target.component() + " of " + target.node() + " is stopped: its manifest is parked at "
                            + pod.place().parkedPath() + ".",
                    "Start it first.");
        }
        PodState state = pod.state();
        if (pod.lying().running().equals(hash) && isRun(context, pod, state)) {
            return new StepState.Done("the kubelet runs this manifest");
        }
        Optional<StepState.Blocked> blocked = target.secondFile(pod)
                .or(() -> target.idleKubelet(state))
                .or(() -> changed(pod))
                .or(() -> pod.lying().running().equals(hash)
                        ? Optional.empty()
                        : target.refusal(context, pod, state, false));
        return blocked.isPresent()
                ? blocked.get()
                : StepState.Needed.of(Change.FileDiff.between(
                        target.node(), pod.place().path(), pod.manifest().text(), manifest.text()));
    }

    private Optional<StepState.Blocked> changed(PodOnNode pod) {
        String there = pod.lying().running();
        return there.equals(hash) || there.equals(manifest.base())
                ? Optional.empty()
                : Optional.of(new StepState.Blocked(
                        manifest.source() + " is not what was read: its SHA-256 is " + there + ", expected was "
                                + manifest.base() + ".",
                        "Read it again, make the edit anew, and find out who else edits it."));
    }

    private boolean isRun(StepContext context, PodOnNode pod, PodState state) {
        if (hash.equals(manifest.base())) {
            return true;
        }
        PodState counted = state.without(isSameForKubelet(pod) ? Set.of() : earlier(context));
        return pod.lacks(counted).isEmpty();
    }

    /** Then the Pod keeps its hash, and nothing is started. */
    private boolean isSameForKubelet(PodOnNode pod) {
        String kept = pod.place().keptPath(manifest.base());
        return pod.node().files().exists(kept)
                && StaticPods.on(pod.node(), pod.place().directory()).read(kept).means(manifest);
    }

    private Set<String> earlier(StepContext context) {
        return context.fact(id() + "/pods")
                .map(uids -> Set.copyOf(List.of(uids.split(" "))))
                .orElse(Set.of());
    }

    @Override
    public void apply(StepContext context) {
        PodOnNode pod = target.on(context);
        PodState before = pod.state();
        if (pod.lying().running().equals(manifest.base())) {
            String uids = context.keep(id() + "/pods", () -> String.join(" ", before.uids()));
            context.note("the Pod from before is " + uids + ", its manifest is kept at "
                    + pod.place().keptPath(manifest.base()));
            pod.place().replace(manifest);
        }
        PodOnNode replaced = target.on(context);
        Set<String> earlier = isSameForKubelet(replaced) ? Set.of() : earlier(context);
        PodUp up = new PodUp(replaced, before, earlier, false);
        PodUp.Outcome outcome = up.await(replaced.upLimit());
        if (outcome.up()) {
            context.note(outcome.evidence());
        } else {
            takeBack(context, up, outcome);
        }
    }

    private void takeBack(StepContext context, PodUp up, PodUp.Outcome outcome) {
        context.note("it does not come up (" + outcome.evidence() + "); the manifest from before is put back");
        PodNotStartedException words = up.failure(outcome, outcome.evidence(), false, "");
        up.pod().place().putBack(manifest.base());
        PodOnNode old = target.on(context);
        PodState seen = outcome.state();
        PodUp.Outcome again = new PodUp(old, seen, seen.uids(), true).await(old.upLimit());
        PodNotStartedException told = new PodNotStartedException(
                old.node().name(),
                old.component(),
                "with the new manifest " + outcome.evidence() + " The manifest from before is back"
                        + (again.up() ? " and its Pod is " + again.evidence() + "." : ", but " + again.evidence()),
                words.logLines(),
                again.up(),
                "Correct the edit.");
        if (!again.up()) {
            throw told;
        }
        failure = told;
    }
}
