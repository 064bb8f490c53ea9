package io.daytwo.manifests;

import io.daytwo.manifests.PodOnNode.Changed;
import io.daytwo.node.Command;
import io.daytwo.plan.Change;
import io.daytwo.plan.Safeguard;
import io.daytwo.plan.Step;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Restarts one static Pod of one node, so that it reads its files anew: takes its manifest out of the kubelet's folder,
 * proves that nothing of the Pod runs any more, puts the manifest back and proves that a new container is up and
 * answers its probes. The manifest is renamed, never copied, so an interrupted restart leaves it in one of two places
 * and the next attempt goes on from there.
 *
 * <p>Done when a container runs that was started, by the node's clock, later than the last change (ctime) of each of
 * these files, and no manifest is parked. A step that has to do something around it, e.g. take an API server out of a
 * balancer, wraps this one: its {@code check} asks this check first, its {@code apply} calls this {@code apply} between
 * its own two halves. Applied when there is nothing to do, this changes nothing.
 *
 * <p>Judged on the node alone, by processes, ports and files: the API may be away. Immutable, each call returns a copy;
 * thread-safe.
 */
public final class StaticPodRestart implements Step {
    private final PodTarget target;
    private final List<String> files;

    private StaticPodRestart(PodTarget target, List<String> files) {
        this.target = target;
        this.files = files;
    }

    /**
     * A restart that is needed when the container is older than one of the certificates, keys and kubeconfigs that the
     * Pod's flags name.
     *
     * @param node a node of the plan
     * @param component e.g. {@code kube-apiserver}: the file {@code kube-apiserver.yaml}
     * @return the step, with the id {@code NODE/restart-COMPONENT}
     */
    public static StaticPodRestart of(String node, String component) {
        String name = StaticPods.requireComponent(component);
        return new StaticPodRestart(new PodTarget(node, Optional.empty(), name, Optional.empty()), List.of());
    }

    /**
     * Names whom to ask before the Pod is stopped: by {@link #check}, while something of it runs. Without one, etcd is
     * stopped only where no other member is connected to it and {@link io.daytwo.plan.RunOptions#acceptDowntime()}
     * consents, an API server only with that consent, and any other component right away. Nobody is asked before a
     * manifest that an interrupted restart has left parked is put back.
     *
     * @param asked e.g. one that knows the quorum
     * @return a copy
     */
    public StaticPodRestart guardedBy(Safeguard asked) {
        return new StaticPodRestart(target.guardedBy(asked), files);
    }

    /**
     * Names the files that the container must not be older than, instead of those that its flags name.
     *
     * @param paths on the node, absolute; one that is missing does not count
     * @return a copy
     */
    public StaticPodRestart newerThan(List<String> paths) {
        for (String path : paths) {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("paths: not absolute: " + path);
            }
        }
        return new StaticPodRestart(target, List.copyOf(paths));
    }

    @Override
    public String id() {
        return target.node() + "/restart-" + target.component();
    }

    @Override
    public String title() {
        return "restart the static Pod " + target.component() + " of " + target.node();
    }

    @Override
    public Optional<String> node() {
        return Optional.of(target.node());
    }

    /**
     * {@inheritDoc}
     *
     * @throws ManifestException if the node has no such manifest, neither in the kubelet's folder nor parked
     * @throws ManifestRefusedException if it has two, or one is a link
     */
    @Override
    public StepState check(StepContext context) {
        PodOnNode pod = target.on(context);
        PodState state = pod.state();
        boolean parked = pod.lying().isParked();
        Optional<Changed> newer = newer(pod, state);
        if (!parked && newer.isEmpty() && pod.lacks(state).isEmpty()) {
            return new StepState.Done("its container is newer than the files it reads");
        }
        Optional<StepState.Blocked> blocked = target.secondFile(pod)
                .or(() -> target.idleKubelet(state))
                .or(() -> parked || newer.isEmpty() ? Optional.empty() : target.refusal(context, pod, state, true));
        if (blocked.isPresent()) {
            return blocked.get();
        }
        List<Change> changes = new ArrayList<>();
        if (!parked && newer.isPresent()) {
            changes.add(run(pod.place().parking(pod.lying().running())));
            changes.add(run(pod.place().returning(pod.lying().running())));
        } else if (parked) {
            changes.add(run(pod.place().returning(pod.lying().parked())));
        }
        return new StepState.Needed(changes);
    }

    private Change run(Command command) {
        return new Change.Run(target.node(), command);
    }

    /** The newest file, if what runs is older; of nothing that runs, nothing is older. */
    private Optional<Changed> newer(PodOnNode pod, PodState state) {
        return state.oldestContainer()
                .flatMap(start -> pod.newest(files.isEmpty() ? pod.shape().credentials() : files)
                        .filter(file -> !file.at().isBefore(start)));
    }

    /**
     * {@inheritDoc}
     *
     * @throws PodNotStoppedException if the Pod does not stop; its manifest is back in its place
     * @throws PodNotStartedException if it does not come up again; its manifest lies in its place
     */
    @Override
    public void apply(StepContext context) {
        PodOnNode pod = target.on(context);
        PodState before = pod.state();
        if (pod.lying().isParked() || newer(pod, before).isPresent()) {
            StopStep.park(context, id(), pod);
            stop(context);
            StartStep.bringBack(target.on(context));
        }
        StartStep.awaitUp(context, target.on(context), before);
    }

    /** What did not stop goes on with its manifest back: the kubelet takes it for the Pod it knows. */
    private void stop(StepContext context) {
        PodOnNode pod = target.on(context);
        try {
            new PodStop(context, pod).prove();
        } catch (PodNotStoppedException e) {
            pod.place().bringBack(pod.lying().parked());
            throw e.withManifestAt(pod.place().path());
        }
    }
}
