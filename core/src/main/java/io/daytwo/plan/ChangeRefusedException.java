package io.daytwo.plan;

import io.daytwo.DayTwoException;

/** A check tried to change something: a defect of the step. It did not happen. */
public final class ChangeRefusedException extends DayTwoException {
    private final String node;
    private final String change;

    ChangeRefusedException(String node, String change) {
        super(
                node + ": refused while only looking: " + change + ". Nothing was changed.",
                "Report this as a defect of the step; a command that only reads is made by Command.reading.");
        this.node = node;
        this.change = change;
    }

    /** {@return the node} */
    public String node() {
        return node;
    }

    /** {@return what was refused, secrets hidden} */
    public String change() {
        return change;
    }
}
