package io.daytwo.etcd;

import io.daytwo.DayTwoException;

/** Defragmentation ended early because a member failed or did not become healthy again. Others are as reported. */
public final class DefragmentationStoppedException extends DayTwoException {
    private final EtcdMember member;
    private final DefragmentationReport report;

    DefragmentationStoppedException(EtcdMember member, DefragmentationReport report, DayTwoException cause) {
        super(
                "Defragmentation stopped at " + member.label() + " after "
                        + report.done().size() + " members: " + cause.getMessage(),
                "When all members are healthy again, run it once more.",
                cause);
        this.member = member;
        this.report = report;
    }

    /** {@return where it stopped; a defragmentation whose deadline passed may still be going on there} */
    public EtcdMember member() {
        return member;
    }

    /** {@return what was done before} */
    public DefragmentationReport report() {
        return report;
    }
}
