package io.daytwo.node;

import io.daytwo.DayTwoException;

/** A detached command of that name is there already. Nothing was run. */
public final class DetachedNameTakenException extends DayTwoException {
    private final String node;
    private final String name;

    DetachedNameTakenException(String node, String name, String folder) {
        super(
                node + ": there is a detached command " + name + " already (" + folder + "). Nothing was run.",
                "Find it by its name and wait for its end; forget it, or choose another name, to run one more.");
        this.node = node;
        this.name = name;
    }

    /** {@return the node's name} */
    public String node() {
        return node;
    }

    /** {@return the name that is taken} */
    public String name() {
        return name;
    }
}
