package io.daytwo.etcd;

import io.daytwo.DayTwoException;
import io.daytwo.etcd.EtcdRefusedException.Reason;
import io.daytwo.etcd.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was found out about one member. */
record MemberExamination(
        EtcdMember member,
        Optional<MemberConnection> connection,
        Optional<MemberStatus> status,
        long lag,
        List<Problem> found) {
    /** More raft entries than a member should ever be behind; etcd itself stops taking requests at 5,000. */
    static final long FAR_BEHIND = 1_000;

    private static final double NEAR_QUOTA = 0.8;

    /** Asks all members at once, and once more how far behind each is. */
    static List<MemberExamination> ofAll(EtcdCluster cluster, MemberList members) {
        List<MemberExamination> first = Simultaneously.ask(
                members.members(), member -> of(cluster, member).notingAStranger(members.clusterId()));
        // Judged against what was committed before: a member that keeps up is never behind by the time the asking took.
        long committed = first.stream()
                .flatMap(one -> one.status().stream())
                .mapToLong(MemberStatus::raftIndex)
                .max()
                .orElse(0);
        return Simultaneously.ask(first, one -> one.measureLag(committed));
    }

    /** {@return whether a voter got a majority to agree to a read} */
    static boolean quorumServes(List<MemberExamination> examined) {
        return Simultaneously.ask(examined, MemberExamination::readsLinearizably)
                .contains(true);
    }

    private boolean readsLinearizably() {
        if (isStranger()
                || member.learner()
                || status.filter(MemberStatus::hasLeader).isEmpty()) {
            return false;
        }
        try {
            return connection.orElseThrow().range(true) >= 0;
        } catch (EtcdUnavailableException e) {
            return false;
        } catch (EtcdRefusedException e) {
            // a majority had to agree to this answer as well
            return isAnswerOfAgreement(e);
        }
    }

    private static boolean isAnswerOfAgreement(EtcdRefusedException e) {
        return e.reason() == Reason.AUTH_DENIED || e.reason() == Reason.CORRUPT;
    }

    private static MemberExamination of(EtcdCluster cluster, EtcdMember member) {
        if (!member.started()) {
            return missing(member, Kind.NOT_STARTED, " is listed, but has not started yet.");
        }
        try {
            MemberConnection connection = cluster.connect(member);
            MemberStatus status = connection.status();
            return new MemberExamination(
                    member, Optional.of(connection), Optional.of(status), 0, readFrom(connection, member));
        } catch (EtcdUnavailableException e) {
            return missing(member, Kind.UNREACHABLE, " does not answer: " + e.triedInWords() + ".");
        } catch (EtcdRefusedException e) {
            return missing(member, Kind.UNREACHABLE, " does not tell its status: " + e.getMessage());
        }
    }

    private static MemberExamination missing(EtcdMember member, Kind kind, String sentence) {
        return new MemberExamination(
                member, Optional.empty(), Optional.empty(), 0, List.of(new Problem(kind, member.label() + sentence)));
    }

    /** A corrupt alarm refuses reads too; it is told of by itself. */
    private static List<Problem> readFrom(MemberConnection connection, EtcdMember member) {
        try {
            long ignored = connection.range(false);
            return List.of();
        } catch (EtcdRefusedException e) {
            return isAnswerOfAgreement(e) ? List.of() : List.of(readFailed(member, e));
        } catch (EtcdUnavailableException e) {
            return List.of(readFailed(member, e));
        }
    }

    private static Problem readFailed(EtcdMember member, DayTwoException e) {
        return new Problem(Kind.READ_FAILED, member.label() + " cannot read from its own database: " + e.getMessage());
    }

    private MemberExamination measureLag(long committed) {
        if (connection.isEmpty()) {
            return this;
        }
        try {
            MemberStatus now = connection.get().status();
            return new MemberExamination(
                    member, connection, Optional.of(now), Math.max(0, committed - now.raftAppliedIndex()), found);
        } catch (EtcdUnavailableException | EtcdRefusedException e) {
            return missing(member, Kind.UNREACHABLE, " stopped answering: " + e.getMessage());
        }
    }

    MemberExamination notingAStranger(long clusterId) {
        if (status.filter(told -> told.clusterId() != clusterId || told.memberId() != member.id())
                .isEmpty()) {
            return this;
        }
        MemberStatus told = status.get();
        List<Problem> also = new ArrayList<>();
        also.add(problem(
                Kind.STRANGER,
                "is another than listed: member " + Long.toHexString(told.memberId()) + " of cluster "
                        + Long.toHexString(told.clusterId()) + " answers in its place."));
        also.addAll(found);
        return new MemberExamination(member, connection, status, lag, List.copyOf(also));
    }

    private boolean isStranger() {
        return found.stream().anyMatch(problem -> problem.kind() == Kind.STRANGER);
    }

    /** {@return why {@link #reachable()} is empty} */
    String whyUnreachable() {
        return found.get(0).sentence();
    }

    /** {@return the member to ask more of; empty when it does not answer, or a stranger does in its place} */
    Optional<ReachableMember> reachable() {
        return isStranger()
                ? Optional.empty()
                : connection.flatMap(to -> status.map(told -> new ReachableMember(member, to, told, lag)));
    }

    MemberHealth judge(List<EtcdAlarm> alarms) {
        List<Problem> problems = new ArrayList<>(found);
        status.ifPresent(told -> {
            if (!told.hasLeader()) {
                problems.add(problem(Kind.NO_LEADER, "follows no leader."));
            }
            if (lag > FAR_BEHIND) {
                problems.add(problem(Kind.BEHIND, "is " + lag + " raft entries behind."));
            }
            if (told.dbSizeQuota().orElse(0) > 0
                    && told.dbSize() >= NEAR_QUOTA * told.dbSizeQuota().getAsLong()) {
                problems.add(problem(
                        Kind.NEAR_QUOTA,
                        "uses " + told.dbSize() + " of " + told.dbSizeQuota().getAsLong()
                                + " bytes; at the quota the cluster refuses writes. Compact and defragment."));
            }
        });
        alarms.stream().filter(alarm -> alarm.memberId() == member.id()).forEach(alarm -> problems.add(alarmOf(alarm)));
        return new MemberHealth(member, status, lag, problems);
    }

    private Problem alarmOf(EtcdAlarm alarm) {
        return switch (alarm.kind()) {
            case NOSPACE ->
                problem(
                        Kind.NOSPACE,
                        "raised a NOSPACE alarm: the cluster refuses writes. Compact, defragment, then disarm the alarm.");
            case CORRUPT ->
                problem(
                        Kind.CORRUPT,
                        "raised a CORRUPT alarm: the cluster refuses reads and writes. Find the member whose data differ and replace it.");
            case UNKNOWN -> problem(Kind.UNKNOWN_ALARM, "raised an alarm that this library does not know.");
        };
    }

    private Problem problem(Kind kind, String sentence) {
        return new Problem(kind, member.label() + " " + sentence);
    }
}
