package io.daytwo.manifests;

import io.daytwo.plan.Disruption;
import io.daytwo.plan.Safeguard;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState.Blocked;
import java.util.Optional;

/**
 * Which static Pod of which node a step is about, and whether it may be disturbed. The safeguard is asked by the check,
 * not by the runner: only the check sees whether something would stop at all. A step that was interrupted with the Pod
 * down must not be kept from bringing it back.
 *
 * @param node its name in the plan
 * @param directory the kubelet's folder, where it was given by hand
 */
record PodTarget(String node, Optional<String> directory, String component, Optional<Safeguard> safeguard) {
    private static final String UNASKED = "Give a Safeguard that knows (guardedBy). ";

    PodTarget guardedBy(Safeguard asked) {
        return new PodTarget(node, directory, component, Optional.of(asked));
    }

    PodOnNode on(StepContext context) {
        return PodOnNode.of(context.node(node), directory, component);
    }

    /** A second file for the same Pod: whatever would be done to one of the two, the kubelet may run the other. */
    Optional<Blocked> secondFile(PodOnNode pod) {
        StaticPods pods = StaticPods.on(pod.node(), pod.place().directory());
        return pods.rivals(pod.manifest(), pod.place().path()).stream()
                .findFirst()
                .map(file -> new Blocked(
                        pod.node().name() + ":" + file + " defines the Pod "
                                + pod.manifest().namespace() + "/"
                                + pod.manifest().name() + " as "
                                + pod.place().path()
                                + " does, and the kubelet runs only the one whose name sorts last.",
                        "Move " + file + " out of " + pod.place().directory() + ", if it is the copy."));
    }

    /** Nothing that was put into the folder would be seen. */
    Optional<Blocked> idleKubelet(PodState state) {
        return state.isKubeletAtWork()
                ? Optional.empty()
                : Optional.of(new Blocked(
                        "The kubelet of " + node + " "
                                + (state.kubelet().isPresent() ? "stands still." : "does not run."),
                        "Find out why (systemctl status kubelet), start it, and run this again."));
    }

    /** Whether what runs may be away, by whoever knows. */
    Optional<Blocked> refusal(StepContext context, PodOnNode pod, PodState state, boolean forLong) {
        if (state.working().isEmpty()) {
            return Optional.empty();
        }
        Safeguard asked = safeguard.orElse((name, other) -> unasked(pod, state, forLong));
        Optional<Blocked> refusal = new Disruption(asked, node, component).refusal(context.isDowntimeAccepted());
        return safeguard.isPresent()
                ? refusal
                : refusal.map(blocked -> new Blocked(blocked.why(), UNASKED + blocked.remedy()));
    }

    private Safeguard.Answer unasked(PodOnNode pod, PodState state, boolean forLong) {
        if (pod.shape().isEtcd()) {
            return state.peers().isEmpty()
                    ? new Safeguard.Downtime("No other member is connected to etcd on " + node
                            + ", so nothing serves its data meanwhile.")
                    : new Safeguard.No(
                            "Other members are connected to etcd on " + node
                                    + ", and nobody was asked whether they have a quorum without it.",
                            "Without one it is not stopped.");
        }
        return pod.shape().isApiServer() && forLong
                ? new Safeguard.Downtime(
                        "Nobody was asked whether another API server serves while that of " + node + " is away.")
                : new Safeguard.Yes();
    }
}
