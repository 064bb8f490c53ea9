package io.daytwo.etcd;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A member that answered.
 *
 * @param member as the member list tells it
 * @param connection to it
 * @param status what it says of itself
 * @param lag how many raft entries, committed somewhere a moment before it was asked, were not in its database yet
 */
record ReachableMember(EtcdMember member, MemberConnection connection, MemberStatus status, long lag) {
    /**
     * An alarm as a status prints it; {@code v3rpc/maintenance.go Status} adds each alarm of the cluster to the errors.
     */
    private static final Pattern ALARM = Pattern.compile("memberID:(\\d+)\\s+alarm:(\\w+)");

    boolean sees(EtcdAlarm.Kind kind) {
        return status.errors().stream()
                .map(ALARM::matcher)
                .filter(Matcher::find)
                .anyMatch(alarm -> alarm.group(2).equals(kind.name()));
    }

    String label() {
        return member.label();
    }
}
