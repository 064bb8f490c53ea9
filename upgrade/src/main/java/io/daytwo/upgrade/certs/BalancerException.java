package io.daytwo.upgrade.certs;

import io.daytwo.DayTwoException;

/** A balancer did not do as it was told. */
public final class BalancerException extends DayTwoException {
    private final String node;

    BalancerException(String node, String problem, String remedy) {
        super(node + ": " + problem, remedy);
        this.node = node;
    }

    /** {@return the control plane that was to be taken out or put back} */
    public String node() {
        return node;
    }
}
