package io.daytwo.etcd;

import java.util.List;
import java.util.Optional;

/**
 * How one member is. Immutable.
 *
 * @param member which
 * @param status what it says of itself, empty when it did not answer
 * @param lag how many raft entries, committed somewhere when the check began, were not in its database yet
 * @param problems what is wrong with it, empty when nothing is
 */
public record MemberHealth(EtcdMember member, Optional<MemberStatus> status, long lag, List<Problem> problems) {
    /** Copies the list. */
    public MemberHealth {
        problems = List.copyOf(problems);
    }

    /** {@return whether nothing is wrong with it, warnings aside} */
    public boolean healthy() {
        return problems.stream().allMatch(problem -> problem.kind().isWarning());
    }

    /**
     * Whether raft can count on it: it answers and follows a leader. A member under a NOSPACE or CORRUPT alarm still
     * votes.
     *
     * @return whether it serves
     */
    public boolean serves() {
        return status.isPresent()
                && status.get().hasLeader()
                && problems.stream().noneMatch(problem -> problem.kind() == Problem.Kind.STRANGER);
    }
}
