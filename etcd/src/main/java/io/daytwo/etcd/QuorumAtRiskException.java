package io.daytwo.etcd;

import io.daytwo.DayTwoException;

/** A change was refused because afterwards no majority of the voters would serve. Nothing was changed. */
public final class QuorumAtRiskException extends DayTwoException {
    private final Quorum before;
    private final Quorum after;

    QuorumAtRiskException(String what, Quorum before, Quorum after, String remedy) {
        super(
                what + " is refused: now " + before.sentence() + "; then " + after.sentence()
                        + ". Nothing was changed.",
                remedy);
        this.before = before;
        this.after = after;
    }

    /** {@return the arithmetic as it is} */
    public Quorum before() {
        return before;
    }

    /** {@return the arithmetic as it would be, while or after the change} */
    public Quorum after() {
        return after;
    }
}
