package io.daytwo.etcd;

import java.util.ArrayList;
import java.util.List;

/** Disarms alarms one by one, each under its own kind. */
record AlarmDisarm(EtcdCluster cluster) {
    List<EtcdAlarm> run() {
        EtcdHealth health = new HealthCheck(cluster).look();
        if (health.alarms().isEmpty()) {
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
        List<EtcdAlarm> disarmed = new ArrayList<>();
        for (EtcdAlarm alarm : voter.alarms()) {
            if (alarm.kind() != EtcdAlarm.Kind.UNKNOWN) {
                voter.disarm(alarm);
                disarmed.add(alarm);
            }
        }
        return disarmed;
    }
}
