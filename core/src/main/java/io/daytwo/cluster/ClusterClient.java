package io.daytwo.cluster;

import io.daytwo.retry.RetryPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A kubeadm cluster through its API servers. A request without answer is sent again, to the next server, for 30 s
 * unless {@link #withRetry} says otherwise; what an API server asks for in Retry-After is waited for within that time.
 * Each request can be sent twice without harm: a change names the version or the uid it is meant for. Every try has a
 * deadline of 15 s and replies are read up to 64 MiB; an interrupt ends a call at once with
 * {@link ApiInterruptedException}. What a server refuses is an {@link ApiRefusedException}, a cluster without answer an
 * {@link ApiUnavailableException}, one whose certificate is not to be trusted an {@link ApiDistrustedException}.
 * Neither environment variables nor system properties change anything. Thread-safe.
 */
public interface ClusterClient extends AutoCloseable {
    /**
     * Opens a cluster with the current context of a kubeconfig. Only the CA it names is trusted, not the JVM's; only
     * the proxy it names is used; redirects are not followed.
     *
     * @param kubeconfig e.g. {@code /etc/kubernetes/admin.conf}
     * @return a client; nothing has been asked yet
     * @throws KubeconfigException if the file cannot be used
     */
    static ClusterClient fromKubeconfig(Path kubeconfig) {
        return KubeconfigAccess.open(kubeconfig);
    }

    /**
     * Uses a client that an embedder has built: its credentials, trust, proxy and interceptors, not its retries. It
     * stays the embedder's: {@link #close()} leaves it open.
     *
     * @param client open
     * @return a client; nothing has been asked yet
     */
    static ClusterClient of(KubernetesClient client) {
        return EmbeddedAccess.open(client);
    }

    /**
     * Asks these API servers, in this order, when one is away. They must serve the same CA's certificates, with their
     * address in it, as kubeadm makes them. Closing the copy closes the original.
     *
     * @param endpoints {@code https://ADDRESS:PORT}, at least one
     * @return a copy
     */
    ClusterClient withEndpoints(List<URI> endpoints);

    /**
     * Changes how long unanswered requests are tried again.
     *
     * @param retry tries and budget, over all servers
     * @return a copy; closing it closes the original
     */
    ClusterClient withRetry(RetryPolicy retry);

    /**
     * Changes how long one try waits for its answer.
     *
     * @param deadline longer than zero
     * @return a copy; closing it closes the original
     */
    ClusterClient withDeadline(Duration deadline);

    /** {@return when the client certificate of the kubeconfig ends; empty when there is none, or it is not known} */
    Optional<Instant> credentialsExpire();

    /**
     * The shape of the cluster.
     *
     * @return from the Node objects, kubeadm-config and {@code /version}
     */
    Topology topology();

    /** {@return all nodes, sorted by name} */
    List<KubernetesNode> nodes();

    /**
     * One node.
     *
     * @param name of the Node object
     * @return empty when there is none
     */
    Optional<KubernetesNode> node(String name);

    /**
     * What kubeadm keeps about the cluster.
     *
     * @return the ClusterConfiguration
     * @throws KubeadmConfigurationException if it is missing or unreadable
     */
    KubeadmConfiguration kubeadmConfiguration();

    /** {@return the API servers that run as kubeadm's static Pods, each at its own address} */
    List<ApiServer> apiServers();

    /**
     * Asks one API server whether it is ready, once, with the deadline of one try.
     *
     * @param endpoint {@code https://ADDRESS:PORT}
     * @return not ready also when it does not answer
     */
    ApiReadiness readiness(URI endpoint);

    /**
     * Cordons a node and marks it as ours, in one write. A node that is cordoned already is left as it is: the cordon
     * is somebody else's, or ours from an earlier run.
     *
     * @param node of the Node object
     * @param owner who cordons, e.g. the operation; at most 63 letters, digits and {@code -._}
     * @return what the node is now
     */
    CordonState cordon(String node, String owner);

    /**
     * Uncordons a node that bears this owner's mark; a foreign cordon stays.
     *
     * @param node of the Node object
     * @param owner as given to {@link #cordon}
     * @return what the node is now
     */
    CordonState uncordon(String node, String owner);

    /**
     * Evicts one Pod, if it is still this one. Asked again after a lost answer: the uid makes that harmless, but for
     * the budget of a successor of the same name, which the server charges before it looks at the uid, for two minutes
     * at most ({@code pkg/registry/core/pod/storage/eviction.go}).
     *
     * @param pod namespace, name and uid
     * @return what came of it
     */
    EvictionOutcome evict(PodReference pod);

    /**
     * Asks the API server what {@link #evict} would do now. Nothing is evicted and no budget is used up.
     *
     * @param pod namespace, name and uid
     * @return what would come of it
     */
    EvictionOutcome evictDryRun(PodReference pod);

    /**
     * All Pods of a node, those that have ended and those of static Pods included.
     *
     * @param node of the Node object
     * @return none also when there is no such node
     */
    List<Pod> podsOn(String node);

    /** {@return the disruption budgets of all namespaces} */
    List<DisruptionBudget> disruptionBudgets();

    /**
     * {@return Deployments, StatefulSets, DaemonSets, ReplicaSets and Jobs of all namespaces, by namespace and name}
     */
    List<Workload> workloads();

    /** {@return the volumes that CSI drivers attach to nodes} */
    List<VolumeAttachment> volumeAttachments();

    /** {@return all group versions served, e.g. {@code v1} and {@code apps/v1}} */
    List<String> apiVersions();

    /**
     * Counts the objects of each resource in its group's preferred version, with one request each. Events and Leases
     * come and go by themselves. Needs the right to list everything, Secrets too: the ClusterRole
     * {@code daytwo-counter} that ships beside the others, bound to nobody. What may not be listed is in
     * {@link ObjectCounts#unread}.
     *
     * @return as the API servers had it, resource by resource
     */
    ObjectCounts objectCounts();

    /**
     * One ConfigMap.
     *
     * @param namespace of the ConfigMap
     * @param name of the ConfigMap
     * @return as it is now; empty when there is none
     */
    Optional<ConfigMap> configMap(String namespace, String name);

    /**
     * Changes a ConfigMap if it is still as it was read. Entries are added or replaced, none is removed. After a lost
     * answer it is looked at: one with exactly this data counts as changed by this call.
     *
     * @param wanted made from a ConfigMap that was read
     * @return as it is now; empty when it was changed or deleted meanwhile, and nothing was written
     */
    Optional<ConfigMap> updateConfigMap(ConfigMap wanted);

    /**
     * One Lease.
     *
     * @param namespace of the Lease
     * @param name of the Lease
     * @return as it is now; empty when there is none
     */
    Optional<Lease> lease(String namespace, String name);

    /**
     * Creates a Lease. After a lost answer it is looked at: one with exactly this holder, these times and annotations
     * counts as created by this call, so the holder must be a name that nobody else uses.
     *
     * @param wanted without a resource version
     * @return as it is now; empty when there is one of this name already
     */
    Optional<Lease> createLease(Lease wanted);

    /**
     * Changes a Lease if it is still as it was read. Annotations are added or replaced, none is removed; what else the
     * object holds stays. A lost answer is cleared up as in {@link #createLease}.
     *
     * @param wanted made from a Lease that was read
     * @return as it is now; empty when it was changed or deleted meanwhile, and nothing was written
     */
    Optional<Lease> updateLease(Lease wanted);

    /** Closes the connections. */
    @Override
    void close();
}
