package io.daytwo.plan;

import io.daytwo.DayTwoException;

/** A name leads to another machine than it should. Nothing was changed there. */
public final class WrongNodeException extends DayTwoException {
    private final String node;

    WrongNodeException(String node, String problem, String remedy) {
        super(node + ": " + problem + " Nothing was changed.", remedy);
        this.node = node;
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }
}
