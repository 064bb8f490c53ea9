package io.daytwo.cluster;

import java.util.List;

/**
 * The shape of a kubeadm cluster.
 *
 * @param controlPlanes names of the nodes that kubeadm labelled as control plane, sorted
 * @param workers names of all other nodes, sorted
 * @param etcd where etcd runs, as kubeadm-config says
 * @param version of the API server that answered, e.g. {@code v1.34.4}; during an upgrade others may differ
 */
public record Topology(List<String> controlPlanes, List<String> workers, EtcdTopology etcd, String version) {
    /**
     * Copies the lists.
     *
     * @param controlPlanes names, sorted
     * @param workers names, sorted
     * @param etcd where etcd runs
     * @param version of the API server
     */
    public Topology {
        controlPlanes = List.copyOf(controlPlanes);
        workers = List.copyOf(workers);
    }
}
