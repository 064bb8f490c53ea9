package io.daytwo.etcd;

import io.daytwo.DayTwoException;

/** A node's etcd.yaml does not say what is needed to connect to etcd. Nothing was changed. */
public final class EtcdManifestException extends DayTwoException {
    private final String node;
    private final String flag;

    EtcdManifestException(String node, String source, String flag) {
        super(
                node + ": " + source + " has no usable flag --" + flag + ".",
                "Give endpoints and files instead: EtcdCluster.at(endpoints, EtcdTls.files(ca, certificate, key)).");
        this.node = node;
        this.flag = flag;
    }

    /** {@return the node} */
    public String node() {
        return node;
    }

    /** {@return the flag that is missing or cannot be used, without dashes} */
    public String flag() {
        return flag;
    }
}
