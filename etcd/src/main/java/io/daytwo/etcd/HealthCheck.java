package io.daytwo.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One look at the whole cluster. What a member can tell alone is asked of each, all at once: its status and a read from
 * its own database, which a learner answers too. What takes a majority is asked once, of the voters.
 */
final class HealthCheck {
    private final EtcdCluster cluster;

    HealthCheck(EtcdCluster cluster) {
        this.cluster = cluster;
    }

    /** {@return how the cluster is, the members' data not compared} */
    EtcdHealth look() {
        return look(false);
    }

    /** {@return how the cluster is, the members' data compared too, for which each of them reads every key} */
    EtcdHealth lookThoroughly() {
        return look(true);
    }

    private EtcdHealth look(boolean compare) {
        MemberList members = cluster.members();
        List<MemberExamination> examined = MemberExamination.ofAll(cluster, members);
        List<EtcdAlarm> alarms = RaisedAlarms.in(
                examined.stream().flatMap(one -> one.status().stream()).toList());
        List<MemberHealth> each =
                examined.stream().map(one -> one.judge(alarms)).toList();
        Quorum quorum = new Quorum(members.voters().size(), (int) each.stream()
                .filter(one -> one.member().voter() && one.serves())
                .count());
        boolean serving = MemberExamination.quorumServes(examined);
        HashComparison.Result compared = compare ? compare(examined) : HashComparison.Result.NONE;
        return new EtcdHealth(
                each,
                members.confirmed(),
                quorum,
                serving,
                alarms,
                compared.hashes(),
                problems(quorum, serving, compared));
    }

    private static HashComparison.Result compare(List<MemberExamination> examined) {
        List<ReachableMember> comparable = examined.stream()
                .flatMap(one -> one.reachable().stream())
                .filter(ReachableMember::isComparable)
                .toList();
        return new HashComparison(comparable).compare();
    }

    private static List<Problem> problems(Quorum quorum, boolean serving, HashComparison.Result compared) {
        List<KeySpaceHash> hashes = compared.hashes();
        List<Problem> problems = new ArrayList<>();
        if (!serving) {
            problems.add(new Problem(
                    Problem.Kind.NO_QUORUM,
                    "No majority answers: " + quorum.sentence()
                            + ". The cluster refuses writes and current reads until enough voters are back."));
        }
        Optional<KeySpaceHash> odd = hashes.stream()
                .filter(hash -> hash.hash() != hashes.get(0).hash())
                .findFirst();
        if (odd.isPresent()) {
            problems.add(new Problem(
                    Problem.Kind.DIVERGED,
                    "Members hold different data: " + hashes.get(0) + "; " + odd.get()
                            + ". Find out which one is right and replace the other."));
        }
        compared.doubts().forEach(doubt -> problems.add(new Problem(Problem.Kind.NOT_COMPARED, doubt)));
        return problems;
    }
}
