package io.daytwo.upgrade.certs;

import io.daytwo.etcd.EtcdCluster;
import io.daytwo.etcd.EtcdHealth;
import io.daytwo.etcd.EtcdUnavailableException;
import io.daytwo.manifests.ManifestException;
import io.daytwo.manifests.StaticPodRestart;
import io.daytwo.manifests.pki.CredentialsMisassignedException;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Change;
import io.daytwo.plan.Disruption;
import io.daytwo.plan.Safeguard;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import io.daytwo.retry.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Restarts a component that runs with older certificates than lie on disk. Before etcd or the API server of a node
 * stops, the node is taken out of the balancer: kubeadm's API servers speak to the etcd of their own node only.
 */
record ComponentStep(String host, String component, RenewalScope scope, Surroundings around) implements HostStep {
    static final List<String> COMPONENTS =
            List.of("etcd", ApiServerSafeguard.COMPONENT, "kube-controller-manager", "kube-scheduler");

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private StaticPodRestart restart() {
        return StaticPodRestart.of(host, component).guardedBy(safeguard());
    }

    private Safeguard safeguard() {
        return around.safeguard(component);
    }

    @Override
    public String id() {
        return restart().id();
    }

    @Override
    public String title() {
        return restart().title();
    }

    private boolean concernsClients() {
        return component.equals("etcd") || component.equals(ApiServerSafeguard.COMPONENT);
    }

    @Override
    public StepState check(StepContext context) {
        NodeExecutor machine = context.node(host);
        if (component.equals("etcd") && !Surroundings.hasEtcd(machine)) {
            return new StepState.Done("etcd is not on " + host);
        }
        DueCertificates certificates = DueCertificates.of(host, scope, context);
        List<String> soon = certificates.due().stream()
                .filter(due -> due.isUsedBy(component))
                .map(DueCertificates.Due::name)
                .toList();
        if (!soon.isEmpty()) { // only in a preview: the restart itself asks again when the files are new
            Optional<StepState.Blocked> refusal =
                    new Disruption(safeguard(), host, component).refusal(context.isDowntimeAccepted());
            return refusal.isPresent()
                    ? refusal.get()
                    : StepState.Needed.of(new Change.Action(
                            host, "restart " + component + ", which uses " + String.join(", ", soon)));
        }
        if (!KubeletStep.isWell(machine, certificates.all())) {
            return new StepState.Unknown(host + "/repair-kubelet");
        }
        try {
            return restart().check(context);
        } catch (ManifestException e) {
            return new StepState.Blocked(e.problemAndEvidence(), e.remedy());
        }
    }

    @Override
    public void apply(StepContext context) {
        NodeExecutor machine = context.node(host);
        if (!concernsClients() || !around.apiServers().hasOthers(host)) {
            restart(context);
            return;
        }
        try {
            around.balancer().takeOut(machine);
            restart(context);
        } catch (RuntimeException e) {
            try {
                around.balancer().putBack(machine);
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        around.balancer().putBack(machine);
    }

    private void restart(StepContext context) {
        NodeExecutor machine = context.node(host);
        boolean counted = component.equals("etcd")
                && health(machine).filter(EtcdHealth::serving).isPresent();
        restart().apply(context);
        if (counted) {
            var unused = Await.forThat("every voter of etcd to serve again")
                    .within(LIMIT)
                    .orElse("Read the log of the one that does not: crictl logs, or /var/log/pods.")
                    .until(
                            () -> health(machine),
                            found -> found.filter(ComponentStep::isWhole).isPresent());
        }
        if (concernsClients()) {
            var unused = Await.forThat("the API server of " + host + " to be ready")
                    .within(LIMIT)
                    .orElse("Ask it what it waits for: kubectl get --raw '/readyz?verbose'.")
                    .until(() -> readiness(machine), HttpAnswer::isOk);
        }
    }

    private static HttpAnswer readiness(NodeExecutor machine) {
        return NodeApiServer.of(machine).map(NodeApiServer::readiness).orElse(HttpAnswer.none("it has no manifest"));
    }

    private static boolean isWhole(EtcdHealth health) {
        return health.serving() && health.quorum().healthy() == health.quorum().voters();
    }

    /** Empty as well while an interrupted restart has its manifest parked. */
    private static Optional<EtcdHealth> health(NodeExecutor machine) {
        try (EtcdCluster cluster = EtcdCluster.of(machine)) {
            return Optional.of(cluster.quickHealth());
        } catch (EtcdUnavailableException | CredentialsMisassignedException | ManifestException e) {
            return Optional.empty();
        }
    }
}
