package io.daytwo.etcd;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The alarms in what members say of themselves. Listing alarms is a raft request, which takes a quorum; a status names
 * them without one, in its errors, as text ({@code v3rpc/maintenance.go}, Status).
 */
final class RaisedAlarms {
    private static final Pattern ALARM = Pattern.compile("memberID:(\\d+)\\s+alarm:(\\w+)");

    private RaisedAlarms() {}

    static List<EtcdAlarm> in(List<MemberStatus> statuses) {
        return statuses.stream()
                .flatMap(status -> status.errors().stream())
                .flatMap(RaisedAlarms::read)
                .distinct()
                .toList();
    }

    private static Stream<EtcdAlarm> read(String error) {
        Matcher alarm = ALARM.matcher(error);
        return alarm.find()
                ? Stream.of(new EtcdAlarm(Long.parseUnsignedLong(alarm.group(1)), kind(alarm.group(2))))
                : Stream.empty();
    }

    private static EtcdAlarm.Kind kind(String name) {
        return switch (name) {
            case "NOSPACE" -> EtcdAlarm.Kind.NOSPACE;
            case "CORRUPT" -> EtcdAlarm.Kind.CORRUPT;
            default -> EtcdAlarm.Kind.UNKNOWN;
        };
    }
}
