package io.daytwo.plan;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.node.NodeExecutor;

/**
 * A place where one run at a time may hold a lock: a Lease of the API server, a file on a node. It outlives the process
 * that took it. Thread-safe.
 */
public interface OperationLock {
    /**
     * The lock of a cluster whose API server does not serve: a file on one of its nodes.
     *
     * @param node the same for everybody, e.g. the first control plane
     * @return the lock
     */
    static OperationLock onNode(NodeExecutor node) {
        return new NodeLock(node, "cluster", "cluster, on node " + node.name());
    }

    /**
     * The lock of a cluster by its API server alone: the Lease {@code kube-system/daytwo}. For runs that never take the
     * API away: when it does not answer, no further change is made, and the run stops; the same journal resumes it.
     *
     * @param cluster with the shipped rights or more
     * @return the lock
     */
    static OperationLock onCluster(ClusterClient cluster) {
        return new LeaseLock(cluster);
    }

    /**
     * The lock of a cluster whose API servers may be away: that of {@link #onNode}, and the Lease as well whenever the
     * API serves when it is taken.
     *
     * @param cluster with the shipped rights or more
     * @param node the same for everybody, e.g. the first control plane
     * @return the lock
     */
    static OperationLock onCluster(ClusterClient cluster, NodeExecutor node) {
        return new ClusterLock(cluster, node);
    }

    /** {@return what is locked, for people, e.g. {@code cluster}} */
    String name();

    /**
     * Takes the lock at once or not at all.
     *
     * @param claim who wants it
     * @return the hold, its fencing number greater than that of every hold before
     * @throws PlanLockedException if another holds it
     */
    LockHolder take(LockClaim claim);

    /**
     * Demands that a hold is still the last one. Asked right before every change.
     *
     * @param hold from {@link #take}
     * @throws LockLostException if it is not
     */
    void confirm(LockHolder hold);

    /**
     * Gives the lock back; does nothing when it is no longer ours.
     *
     * @param hold from {@link #take}
     */
    void release(LockHolder hold);
}
