package io.daytwo.etcd;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a cluster is, as seen in one look. {@link #toString()} is for people: a table of the members, the quorum, what is
 * wrong. Immutable.
 *
 * @param members each member, in the order of the member list
 * @param confirmed whether a majority confirmed the member list; without quorum it is what one member remembers
 * @param quorum the arithmetic: voters, and how many of them serve
 * @param serving whether a majority answered a linearizable read
 * @param alarms alarms raised, of members that do not answer too
 * @param hashes hashes of the key space, all at one revision, of the members compared; empty when fewer than two
 *     members could be compared, or compaction never held still
 * @param problems what is wrong with the cluster as a whole; what is wrong with a member is told there
 */
public record EtcdHealth(
        List<MemberHealth> members,
        boolean confirmed,
        Quorum quorum,
        boolean serving,
        List<EtcdAlarm> alarms,
        List<KeySpaceHash> hashes,
        List<Problem> problems) {
    /** Copies the lists. */
    public EtcdHealth {
        members = List.copyOf(members);
        alarms = List.copyOf(alarms);
        hashes = List.copyOf(hashes);
        problems = List.copyOf(problems);
    }

    /** {@return whether every member is healthy and a majority serves; learners are judged as learners} */
    public boolean healthy() {
        return serving && allProblems().allMatch(problem -> problem.kind().isWarning());
    }

    /** {@return the leader of the newest raft term that a member knows, be the leader reachable or not} */
    public Optional<EtcdMember> leader() {
        return members.stream()
                .flatMap(member -> member.status().stream())
                .filter(MemberStatus::hasLeader)
                .max(Comparator.comparingLong(MemberStatus::raftTerm))
                .flatMap(status -> of(status.leaderId()))
                .map(MemberHealth::member);
    }

    /** {@return what is wrong with the cluster and its members} */
    public Stream<Problem> allProblems() {
        return Stream.concat(problems.stream(), members.stream().flatMap(member -> member.problems().stream()));
    }

    /**
     * Finds how a member is.
     *
     * @param id its id
     * @return how it is, empty when it is not listed
     */
    public Optional<MemberHealth> of(long id) {
        return members.stream().filter(health -> health.member().id() == id).findFirst();
    }

    @Override
    public String toString() {
        String wrong =
                allProblems().map(problem -> problem + System.lineSeparator()).collect(Collectors.joining());
        return StatusTable.of(members)
                + quorum.sentence()
                + System.lineSeparator()
                + (healthy() ? "healthy" : "not healthy")
                + System.lineSeparator()
                + wrong;
    }
}
