package io.daytwo.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Node object as it was when it was read, with the heartbeat of its kubelet.
 *
 * @param name of the object
 * @param roles from the labels {@code node-role.kubernetes.io/ROLE}
 * @param kubeletVersion e.g. {@code v1.34.4}, empty before the kubelet's first report
 * @param containerRuntime e.g. {@code containerd://2.1.4}
 * @param machineId of the host, as {@code /etc/machine-id}
 * @param addresses by type, e.g. {@code InternalIP} or {@code Hostname}
 * @param conditions all of them
 * @param unschedulable whether it is cordoned, by whomever
 * @param annotations all of them
 * @param leaseRenewed last heartbeat: {@code renewTime} of its Lease in {@code kube-node-lease}, by the node's clock
 */
public record KubernetesNode(
        String name,
        Set<String> roles,
        String kubeletVersion,
        String containerRuntime,
        String machineId,
        Map<String, List<String>> addresses,
        List<Condition> conditions,
        boolean unschedulable,
        Map<String, String> annotations,
        Optional<Instant> leaseRenewed) {
    /** {@return whether kubeadm labelled it as control plane} */
    public boolean isControlPlane() {
        return roles.contains("control-plane");
    }

    /**
     * Whether its Ready condition is True. The condition lags behind a dead kubelet by up to a minute: compare
     * {@link #leaseRenewed} with the time of a restart.
     *
     * @return false also when there is no such condition
     */
    public boolean isReady() {
        return conditions.stream()
                .anyMatch(condition ->
                        condition.type().equals("Ready") && condition.status().equals("True"));
    }
}
