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

    String label() {
        return member.label();
    }
}
