package io.daytwo.cluster;

import io.daytwo.retry.RetryPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A kubeadm cluster through its API servers. A request that may be sent twice is sent again, to the next server, while
 * a server is away (the policy is {@link RetryPolicy#defaults()}); a request of which that cannot be said is sent once.
 * Every try has a deadline of 15 s; an interrupt ends a call at once with {@link ApiInterruptedException}. What a
 * server refuses is an {@link ApiRefusedException}, a cluster without answer an {@link ApiUnavailableException}.
 * Thread-safe.
 */
public interface ClusterClient extends AutoCloseable {
    /**
     * Opens a cluster with the current context of a kubeconfig. Only the CA it names is trusted, not the JVM's.
     *
     * @param kubeconfig e.g. {@code /etc/kubernetes/admin.conf}
     * @return a client; nothing has been asked yet
     * @throws KubeconfigException if the file cannot be used
     */
    static ClusterClient fromKubeconfig(Path kubeconfig) {
        return KubeconfigAccess.open(kubeconfig);
    }

    /**
     * Uses a client that an embedder has built: its credentials, trust and retries. It stays the embedder's:
     * {@link #close()} leaves it open.
     *
     * @param client open
     * @return a client; nothing has been asked yet
     */
    static ClusterClient of(KubernetesClient client) {
        URI endpoint = URI.create(client.getConfiguration().getMasterUrl());
        ApiTransport transport = new ApiTransport(
                client.getHttpClient(), List.of(endpoint), RetryPolicy.defaults(), ApiTransport.DEADLINE);
        return new ApiServerClient(transport, () -> {});
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
