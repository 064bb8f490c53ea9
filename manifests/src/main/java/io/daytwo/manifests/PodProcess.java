package io.daytwo.manifests;

import java.time.Instant;
import java.util.Set;

/**
 * A process in the cgroup of a static Pod. The kubelet gives such Pods a hash for uid, 32 hexadecimal digits without
 * dashes (k8s.io/kubernetes pkg/kubelet/config/common.go, applyDefaults), which stands in the cgroup's path with every
 * driver.
 *
 * @param pid on the node
 * @param ticks when it was started, in the kernel's ticks since boot: with the pid it is one process for ever
 * @param started the same by the node's clock
 * @param name its first 15 characters
 * @param uid the Pod's
 * @param container the container's id
 */
record PodProcess(int pid, long ticks, Instant started, String name, String uid, String container) {
    private static final Set<String> SANDBOX = Set.of("pause", "conmon", "conmonrs");

    /**
     * The sandbox's own, which holds the Pod's namespaces, and CRI-O's monitors where its {@code monitor_cgroup} is
     * {@code pod} (github.com/cri-o/cri-o internal/config/cgmgr/systemd_linux.go, MoveConmonToCgroup): they are there
     * also while every container has crashed.
     */
    boolean isSandbox() {
        return SANDBOX.contains(name);
    }

    @Override
    public String toString() {
        return name + " (pid " + pid + ")";
    }
}
