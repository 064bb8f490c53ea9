package io.daytwo.manifests;

import io.daytwo.plan.Change;
import io.daytwo.plan.Step;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts a parked manifest back into the kubelet's folder and waits until its Pod is up. */
record StartStep(PodTarget target) implements Step {
    @Override
    public String id() {
        return target.node() + "/start-" + target.component();
    }

    @Override
    public String title() {
        return "start the static Pod " + target.component() + " of " + target.node();
    }

    @Override
    public Optional<String> node() {
        return Optional.of(target.node());
    }

    @Override
    public StepState check(StepContext context) {
        PodOnNode pod = target.on(context);
        PodState state = pod.state();
        Optional<String> lacks = pod.lying().isParked() ? Optional.of("it is parked") : pod.lacks(state);
        if (lacks.isEmpty()) {
            return new StepState.Done(
                    "it is up, and its manifest lies at " + pod.place().path());
        }
        Optional<StepState.Blocked> blocked =
                target.secondFile(pod).or(() -> target.idleKubelet(state)).or(() -> emptyEtcd(pod));
        if (blocked.isPresent()) {
            return blocked.get();
        }
        return pod.lying().isParked()
                ? StepState.Needed.of(new Change.Run(
                        target.node(), pod.place().returning(pod.lying().parked())))
                : new StepState.Needed(List.of());
    }

    /** On an empty folder etcd begins a cluster of its own, without a word. */
    private static Optional<StepState.Blocked> emptyEtcd(PodOnNode pod) {
        return pod.shape()
                .lockedFile()
                .filter(file -> !pod.node().files().exists(file))
                .map(file -> new StepState.Blocked(
                        pod.node().name() + ":" + file + " does not exist: etcd would begin a new, empty cluster.",
                        "Put its data back in place first, by a restore or from where it was moved to."));
    }

    @Override
    public void apply(StepContext context) {
        PodOnNode pod = target.on(context);
        PodState before = pod.state();
        bringBack(pod);
        awaitUp(context, pod, before);
    }

    static void bringBack(PodOnNode pod) {
        if (pod.lying().isParked()) {
            pod.place().bringBack(pod.lying().parked());
        }
    }

    static void awaitUp(StepContext context, PodOnNode pod, PodState before) {
        PodUp up = new PodUp(pod, before, Set.of(), true);
        PodUp.Outcome outcome = up.await(pod.upLimit());
        if (!outcome.up()) {
            throw up.failure(
                    outcome,
                    outcome.evidence() + " Its manifest lies at " + pod.place().path() + ".",
                    false,
                    "Look at the rest of its log in " + pod.kubelet().podLogsDir() + ".");
        }
        context.note(outcome.evidence());
    }
}
