package io.daytwo.etcd;

/**
 * A change of the member list that was made. Immutable.
 *
 * @param kind what was done
 * @param member to whom, as it was listed afterwards, a removed one as before
 * @param before voters and how many of them served
 * @param after the same right after; a new voter counts as not serving until it has started
 */
public record MembershipChange(Kind kind, EtcdMember member, Quorum before, Quorum after) {
    /** What was done. */
    public enum Kind {
        /** A member without a vote came. */
        LEARNER_ADDED("added learner"),
        /** A member with a vote came. */
        VOTER_ADDED("added voter"),
        /** A learner got its vote. */
        PROMOTED("promoted"),
        /** A member left. */
        REMOVED("removed");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** {@return one line with the quorum before and after} */
    @Override
    public String toString() {
        return kind.words + " " + member.label() + ": before " + before.sentence() + "; after " + after.sentence();
    }
}
