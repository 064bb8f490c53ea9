package io.daytwo.plan;

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
