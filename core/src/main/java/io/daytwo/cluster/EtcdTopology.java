package io.daytwo.cluster;

/** Where the etcd of a kubeadm cluster runs. */
public enum EtcdTopology {
    /** A member on each control-plane node, as a static Pod. */
    STACKED,
    /** On hosts of its own; the API servers are given its endpoints. */
    EXTERNAL
}
