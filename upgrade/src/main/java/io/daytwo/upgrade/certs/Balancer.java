package io.daytwo.upgrade.certs;

import io.daytwo.node.NodeExecutor;

/**
 * What spreads clients over the API servers. A control plane is taken out of it before its etcd or its API server
 * stops: kubeadm's API servers have no shutdown delay, so that {@code /readyz} fails only when they already stop.
 * Implementations block until it is so, have a deadline, and may be asked twice: an interrupted run is run again.
 */
public interface Balancer {
    /**
     * Sends no client to this node any more, and ends the connections that it has.
     *
     * @param node a control plane, as the step sees it: what changes it runs under the plan's lock
     */
    void takeOut(NodeExecutor node);

    /**
     * Sends clients to this node again as soon as it is ready, and waits until that is so.
     *
     * @param node a control plane
     */
    void putBack(NodeExecutor node);

    /**
     * Whether {@link #takeOut} still counts, e.g. after a run that was killed. Only reads.
     *
     * @param node a control plane
     * @return true from {@link #takeOut} to {@link #putBack}
     */
    boolean isOut(NodeExecutor node);

    /**
     * HAProxy, through its runtime socket.
     *
     * @param machine where it runs; may read and write the socket
     * @param backend the backend of the API servers, e.g. {@code api-servers}
     * @return the balancer, {@link HaproxyBalancer#socket} at {@code /run/haproxy/admin.sock}
     */
    static HaproxyBalancer haproxy(NodeExecutor machine, String backend) {
        return new HaproxyBalancer(machine, backend);
    }
}
