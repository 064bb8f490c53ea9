package io.daytwo.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cluster at the moment of a backup: who answers, how far behind each is, whether a majority serves. Asks nothing
 * that needs a quorum but one read, which tells whether there is one.
 *
 * @param members all members, as one of them tells
 * @param reachable those that answered
 * @param unreachable the others by label, each with a sentence that says why not: no answer, or a stranger answers
 * @param quorum whether a majority serves
 */
record BackupSurvey(
        MemberList members, List<ReachableMember> reachable, Map<String, String> unreachable, boolean quorum) {
    static BackupSurvey of(EtcdCluster cluster) {
        MemberList members = cluster.members();
        List<MemberExamination> examined = MemberExamination.ofAll(cluster, members);
        Map<String, String> unreachable = new TreeMap<>();
        List<ReachableMember> reachable = new ArrayList<>();
        for (MemberExamination one : examined) {
            one.reachable()
                    .ifPresentOrElse(
                            reachable::add, () -> unreachable.put(one.member().label(), one.whyUnreachable()));
        }
        return new BackupSurvey(members, reachable, Map.copyOf(unreachable), MemberExamination.quorumServes(examined));
    }

    boolean sees(EtcdAlarm.Kind kind) {
        return reachable.stream().anyMatch(one -> one.sees(kind));
    }

    /** {@return who did not answer and why, in words; empty when all did} */
    String missing() {
        return String.join(" ", new TreeMap<>(unreachable).values());
    }
}
