package io.daytwo.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster at the moment of a backup: who answers, how far behind each is, whether a majority serves. Asks nothing
 * that needs a quorum but one read, which tells whether there is one.
 *
 * @param members all members, as one of them tells
 * @param reachable those that answered
 * @param unreachable the others, with why not, by label
 * @param quorum whether a majority serves
 */
record BackupSurvey(
        MemberList members, List<ReachableMember> reachable, Map<String, String> unreachable, boolean quorum) {
    private static final Logger LOG = LoggerFactory.getLogger(BackupSurvey.class);

    static BackupSurvey of(EtcdCluster cluster) {
        MemberList members = cluster.members();
        Map<String, String> unreachable = new TreeMap<>();
        List<Asked> asked = Simultaneously.ask(members.members(), member -> ask(cluster, member));
        List<ReachableMember> answered = new ArrayList<>();
        for (Asked one : asked) {
            if (one.answer() == null) {
                unreachable.put(one.member().label(), one.why());
            } else {
                answered.add(one.answer());
            }
        }
        // Judged against what was committed before: a member that keeps up is never behind by the time the asking took.
        long committed = answered.stream()
                .mapToLong(one -> one.status().raftIndex())
                .max()
                .orElse(0);
        List<ReachableMember> reachable = Simultaneously.ask(answered, one -> behind(one, committed));
        return new BackupSurvey(members, reachable, Map.copyOf(unreachable), hasQuorum(reachable));
    }

    private record Asked(EtcdMember member, @Nullable ReachableMember answer, String why) {}

    private static Asked ask(EtcdCluster cluster, EtcdMember member) {
        if (!member.started()) {
            return new Asked(member, null, "it has not started yet");
        }
        try {
            MemberConnection connection = cluster.connect(member);
            return new Asked(member, new ReachableMember(member, connection, connection.status(), 0), "");
        } catch (EtcdUnavailableException | EtcdRefusedException e) {
            LOG.debug("{} did not answer", member.label(), e);
            return new Asked(member, null, String.valueOf(e.getMessage()));
        }
    }

    private static ReachableMember behind(ReachableMember one, long committed) {
        MemberStatus now = one.connection().status();
        return new ReachableMember(
                one.member(), one.connection(), now, Math.max(0, committed - now.raftAppliedIndex()));
    }

    private static boolean hasQuorum(List<ReachableMember> reachable) {
        return reachable.stream()
                .filter(one -> one.member().voter() && one.status().hasLeader())
                .anyMatch(BackupSurvey::readsLinearizably);
    }

    private static boolean readsLinearizably(ReachableMember one) {
        try {
            long ignored = one.connection().range(true);
            return true;
        } catch (EtcdUnavailableException e) {
            return false;
        } catch (EtcdRefusedException e) {
            // A corrupt alarm or missing rights are the answer of a cluster that agrees.
            return e.reason() == EtcdRefusedException.Reason.CORRUPT
                    || e.reason() == EtcdRefusedException.Reason.AUTH_DENIED;
        }
    }

    boolean sees(EtcdAlarm.Kind kind) {
        return reachable.stream().anyMatch(one -> one.sees(kind));
    }

    /** {@return who did not answer and why, in words; empty when all did} */
    String missing() {
        return unreachable.entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue())
                .collect(Collectors.joining("; "));
    }
}
