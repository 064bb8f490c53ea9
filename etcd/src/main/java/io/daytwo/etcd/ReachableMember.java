package io.daytwo.etcd;

import java.util.List;

/**
 * A member that answered.
 *
 * @param member as the member list tells it
 * @param connection to it
 * @param status what it says of itself
 * @param lag how many raft entries, committed somewhere a moment before it was asked, were not in its database yet
 */
record ReachableMember(EtcdMember member, MemberConnection connection, MemberStatus status, long lag) {
    boolean sees(EtcdAlarm.Kind kind) {
        return RaisedAlarms.in(List.of(status)).stream().anyMatch(alarm -> alarm.kind() == kind);
    }

    /**
     * Whether its HashKV can be compared with others': etcd refuses it to learners, and a member far behind would draw
     * the common revision back to long ago.
     *
     * @return whether to ask it
     */
    boolean isComparable() {
        return member.voter() && !status.learner() && lag <= MemberExamination.FAR_BEHIND;
    }

    String label() {
        return member.label();
    }
}
