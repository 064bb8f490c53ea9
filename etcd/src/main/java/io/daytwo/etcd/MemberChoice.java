package io.daytwo.etcd;

import io.daytwo.etcd.BackupRefusedException.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which member is backed up: a voter that keeps up, a follower rather than the leader, which has enough to do. A pure
 * rule over a survey.
 *
 * @param from the name asked for, empty for any
 * @param lagLimit raft entries that a member may be behind
 * @param lagAccepted whether a member further behind may be taken
 * @param divergenceAccepted whether a raised CORRUPT alarm is no obstacle
 */
record MemberChoice(Optional<String> from, long lagLimit, boolean lagAccepted, boolean divergenceAccepted) {
    ReachableMember among(BackupSurvey survey) {
        if (survey.sees(EtcdAlarm.Kind.CORRUPT) && !divergenceAccepted) {
            throw new BackupRefusedException(
                    Reason.CORRUPT_ALARM,
                    "etcd",
                    "A CORRUPT alarm is raised: members disagree about the data, and a backup may hold the wrong half.",
                    "Find the member whose hash differs (etcdctl endpoint hashkv --cluster) and replace it; to save one anyway, use"
                            + " from(member).acceptDivergence().");
        }
        return from.map(name -> named(name, survey)).orElseGet(() -> best(survey));
    }

    private ReachableMember named(String name, BackupSurvey survey) {
        if (survey.members().byName(name).isEmpty()) {
            throw new BackupRefusedException(
                    Reason.NO_SUCH_MEMBER,
                    name,
                    "The members are "
                            + survey.members().stream().map(EtcdMember::label).collect(Collectors.joining(", ")) + ".",
                    "Give the name of one of them.");
        }
        ReachableMember member = survey.reachable().stream()
                .filter(one -> one.member().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BackupRefusedException(
                        Reason.NO_FIT_MEMBER,
                        name,
                        "It does not answer: " + survey.missing() + ".",
                        "Bring it back, or let another member be chosen."));
        objection(member, survey).ifPresent(objection -> {
            throw new BackupRefusedException(
                    objection.reason(), member.label(), objection.evidence(), objection.remedy());
        });
        return member;
    }

    private ReachableMember best(BackupSurvey survey) {
        return survey.reachable().stream()
                .filter(one -> objection(one, survey).isEmpty())
                .min(Comparator.comparing((ReachableMember one) -> one.status().leads())
                        .thenComparingLong(ReachableMember::lag)
                        .thenComparing(one -> one.member().name()))
                .orElseThrow(() -> new BackupRefusedException(
                        Reason.NO_FIT_MEMBER,
                        "etcd",
                        "No member is fit: " + verdicts(survey) + ".",
                        "Bring a voting member back."));
    }

    private String verdicts(BackupSurvey survey) {
        List<String> objections = survey.reachable().stream()
                .flatMap(one -> objection(one, survey).stream().map(why -> one.label() + ": " + why.evidence()))
                .toList();
        return String.join("; ", objections) + (survey.missing().isEmpty() ? "" : "; " + survey.missing());
    }

    private record Objection(Reason reason, String evidence, String remedy) {}

    private Optional<Objection> objection(ReachableMember one, BackupSurvey survey) {
        if (one.status().learner() || one.member().learner()) {
            return Optional.of(new Objection(
                    Reason.LEARNER,
                    "It is a learner: it may lack what the voters have agreed on.",
                    "Take a voting member, or promote it first."));
        }
        if (lagAccepted) {
            return Optional.empty();
        }
        if (one.lag() > lagLimit) {
            return Optional.of(new Objection(
                    Reason.LAGGING,
                    "It is " + one.lag() + " raft entries behind, " + lagLimit + " are allowed.",
                    "Take another member, wait until it has caught up, or use acceptLag()."));
        }
        if (survey.quorum() && !one.status().hasLeader()) {
            return Optional.of(new Objection(
                    Reason.LAGGING,
                    "It knows no leader though the cluster has one, so nobody can say how far behind it is.",
                    "Take another member, mend its connection to its peers, or use acceptLag()."));
        }
        return Optional.empty();
    }
}
