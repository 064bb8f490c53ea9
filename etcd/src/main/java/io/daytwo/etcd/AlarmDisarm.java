package io.daytwo.etcd;

import java.util.List;
import java.util.function.Predicate;

/** Disarms alarms one by one, each under its own kind. */
record AlarmDisarm(EtcdCluster cluster) {
    /** All of a kind. */
    List<EtcdAlarm> all(EtcdAlarm.Kind kind) {
        return those(alarm -> alarm.kind() == kind);
    }

    /** One, if it is raised. */
    List<EtcdAlarm> one(EtcdAlarm wanted) {
        if (wanted.kind() == EtcdAlarm.Kind.UNKNOWN) {
            throw new IllegalArgumentException("alarm must be of a kind that this library knows; disarm " + wanted
                    + " with etcdctl of its release");
        }
        return those(wanted::equals);
    }

    private List<EtcdAlarm> those(Predicate<EtcdAlarm> wanted) {
        EtcdHealth health = new HealthCheck(cluster).look();
        if (health.alarms().stream().noneMatch(wanted)) {
            return List.of();
        }
        if (!health.serving()) {
            throw new QuorumAtRiskException(
                    "Disarming an alarm",
                    health.quorum(),
                    health.quorum(),
                    "It takes a majority: bring stopped voters back first.");
        }
        MemberConnection voter = health.members().stream()
                .filter(one -> one.serves() && one.member().voter())
                .findFirst()
                .map(one -> cluster.connect(one.member()))
                .orElseThrow();
        List<EtcdAlarm> disarmed = voter.alarms().stream().filter(wanted).toList();
        disarmed.forEach(voter::disarm);
        return disarmed;
    }
}
