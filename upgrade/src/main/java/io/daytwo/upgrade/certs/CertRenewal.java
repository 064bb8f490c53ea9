package io.daytwo.upgrade.certs;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.manifests.pki.CertificateRole;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.Nodes;
import io.daytwo.plan.OperationLock;
import io.daytwo.plan.Plan;
import io.daytwo.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Renews the certificates that kubeadm manages on control planes, and proves that they are served. Files first, on one
 * node after the other: a copy of the PKI, {@code kubeadm certs renew} with the cluster's own configuration, a kubelet
 * brought back to life where its client certificate is dead. Then, node after node, etcd, API server, controller
 * manager and scheduler are restarted one at a time, each only while quorum and another ready API server allow it;
 * every port has to serve what lies on disk; copies of admin.conf are renewed.
 *
 * <p>Never renews a CA. Where the key of a CA is kept elsewhere, signing requests are made and nothing else is touched.
 * Works over SSH alone, with every certificate expired and the API dead. Needs root, and kubeadm on the node.
 *
 * <p>Defaults: all certificates; a control plane is taken out of the balancer by refusing new connections to its API
 * server for 15 s ({@link #balancerNotices}). Immutable, each call returns a copy.
 */
public final class CertRenewal {
    private static final Duration NOTICES = Duration.ofSeconds(15);

    private final Nodes nodes;
    private final List<String> controlPlanes;
    private final Optional<OperationLock> lock;
    private final RenewalScope scope;
    private final Balancer balancer;

    private CertRenewal(
            Nodes nodes,
            List<String> controlPlanes,
            Optional<OperationLock> lock,
            RenewalScope scope,
            Balancer balancer) {
        this.nodes = nodes;
        this.controlPlanes = controlPlanes;
        this.lock = lock;
        this.scope = scope;
        this.balancer = balancer;
    }

    /**
     * Renews on one control plane.
     *
     * @param node as root; stays the caller's, to close
     * @return to be told more
     */
    public static CertRenewal forNode(NodeExecutor node) {
        Nodes one = Nodes.of(node);
        return new CertRenewal(one, one.names(), Optional.empty(), RenewalScope.ALL, new RefusedConnections(NOTICES));
    }

    /**
     * Renews on all control planes of a cluster, one after the other. The API need not serve: the lock is a file on the
     * first of them.
     *
     * @param controlPlanes all of them, in the order wanted, as root; no workers
     * @return to be told more
     */
    public static CertRenewal forControlPlanes(Nodes controlPlanes) {
        List<String> names = controlPlanes.names();
        return new CertRenewal(
                controlPlanes,
                names,
                Optional.of(OperationLock.onNode(controlPlanes.node(names.get(0)))),
                RenewalScope.ALL,
                new RefusedConnections(NOTICES));
    }

    /**
     * The same for a cluster whose API serves: it says which nodes are control planes, and holds the lock as well.
     *
     * @param cluster asked once, now
     * @param nodes of the cluster, as root; workers are left alone
     * @return to be told more
     */
    public static CertRenewal forControlPlanes(ClusterClient cluster, Nodes nodes) {
        List<String> names = cluster.topology().controlPlanes();
        return new CertRenewal(
                Nodes.of(names, nodes::node),
                names,
                Optional.of(OperationLock.onCluster(cluster, nodes.node(names.get(0)))),
                RenewalScope.ALL,
                new RefusedConnections(NOTICES));
    }

    /**
     * Renews every certificate, whenever it expires. What a run has renewed stays renewed when that run is continued,
     * and for seven days its journal finds nothing to do once it is finished; another journal, or later the same,
     * renews all of them again.
     *
     * @return a copy
     */
    public CertRenewal all() {
        return with(new RenewalScope(scope.names(), Optional.empty()), balancer);
    }

    /**
     * Renews only what expires soon, or has.
     *
     * @param time from now
     * @return a copy
     */
    public CertRenewal expiringWithin(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time: negative");
        }
        return with(new RenewalScope(scope.names(), Optional.of(time)), balancer);
    }

    /**
     * Renews only certificates in these roles.
     *
     * @param roles at least one, none of them a CA
     * @return a copy
     */
    public CertRenewal roles(CertificateRole... roles) {
        return named(Stream.of(roles).map(CertificateRole::kubeadmName).toArray(String[]::new));
    }

    /**
     * Renews only certificates of these names, kubeconfigs among them.
     *
     * @param names as {@code kubeadm certs renew} takes them, e.g. {@code apiserver} or {@code admin.conf}
     * @return a copy
     */
    public CertRenewal named(String... names) {
        return with(scope.only(List.of(names)), balancer);
    }

    /**
     * Says what to tell before etcd or the API server of a node stops.
     *
     * @param hook e.g. {@link Balancer#haproxy}
     * @return a copy
     */
    public CertRenewal balancer(Balancer hook) {
        return with(scope, hook);
    }

    /**
     * Without a hook: says how long the balancer's own checks take to notice that a control plane refuses connections,
     * or accepts them again.
     *
     * @param time e.g. interval times failures, and a little more; 15 s unless said otherwise
     * @return a copy
     */
    public CertRenewal balancerNotices(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time: negative");
        }
        return with(scope, new RefusedConnections(time));
    }

    private CertRenewal with(RenewalScope chosen, Balancer hook) {
        return new CertRenewal(nodes, controlPlanes, lock, chosen, hook);
    }

    /**
     * Makes the plan.
     *
     * @return to be previewed and run; a cluster with one control plane needs
     *     {@link io.daytwo.plan.RunOptions#acceptDowntime()}
     */
    public Plan plan() {
        Surroundings around = Surroundings.of(nodes, balancer);
        List<Step> steps = new ArrayList<>();
        for (String node : controlPlanes) {
            steps.add(new RequestStep(node, scope));
            steps.add(new BackupStep(node, scope));
            steps.add(new RenewStep(node, scope));
            steps.add(new KubeletStep(node));
        }
        for (String node : controlPlanes) {
            ComponentStep.COMPONENTS.forEach(component -> steps.add(new ComponentStep(node, component, scope, around)));
            steps.add(new PutBackStep(node, balancer));
            steps.add(new ServedStep(node, scope));
            steps.add(new AdminCopiesStep(node, scope));
        }
        String where = String.join(", ", controlPlanes);
        Plan plan = Plan.of("renewal of certificates on " + where, nodes, steps).input("certificates", scope.input());
        return lock.map(plan::lockedBy).orElse(plan);
    }
}
