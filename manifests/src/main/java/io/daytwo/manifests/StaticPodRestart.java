package io.daytwo.manifests;

import io.daytwo.plan.Disruption;
import io.daytwo.plan.Safeguard;
import io.daytwo.plan.Step;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
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
    private final String node;
    private final String component;
    private final Optional<Safeguard> safeguard;
    private final List<String> files;

    private StaticPodRestart(String node, String component, Optional<Safeguard> safeguard, List<String> files) {
        this.node = node;
        this.component = component;
        this.safeguard = safeguard;
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
        return new StaticPodRestart(node, StaticPods.requireComponent(component), Optional.empty(), List.of());
    }

    /**
     * Names whom to ask before the Pod is stopped. Without one, etcd is stopped only where no other member is connected
     * to it and {@link io.daytwo.plan.RunOptions#acceptDowntime()} consents, an API server only with that consent, and
     * any other component right away.
     *
     * @param asked e.g. one that knows the quorum
     * @return a copy
     */
    public StaticPodRestart guardedBy(Safeguard asked) {
        return new StaticPodRestart(node, component, Optional.of(asked), files);
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
        return new StaticPodRestart(node, component, safeguard, List.copyOf(paths));
    }

    @Override
    public String id() {
        return node + "/restart-" + component;
    }

    @Override
    public String title() {
        return "restart the static Pod " + component + " of " + node;
    }

    @Override
    public Optional<String> node() {
        return Optional.of(node);
    }

    @Override
    public List<Disruption> disruptions() {
        return safeguard.map(asked -> new Disruption(asked, node, component)).stream()
                .toList();
    }

    /**
     * {@inheritDoc}
     *
     * @throws ManifestException if the node has no such manifest, neither in the kubelet's folder nor parked
     */
    @Override
    public StepState check(StepContext context) {
        throw new UnsupportedOperationException("coming: " + files + context);
    }

    /** {@inheritDoc} */
    @Override
    public void apply(StepContext context) {
        throw new UnsupportedOperationException("coming");
    }
}
