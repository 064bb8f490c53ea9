package io.daytwo.etcd;

/**
 * Something wrong with a member or its cluster.
 *
 * @param kind what
 * @param sentence the same for a person, naming the member
 */
public record Problem(Kind kind, String sentence) {
    @Override
    public String toString() {
        return sentence;
    }

    /** What can be wrong. */
    public enum Kind {
        /** Listed, but never started. */
        NOT_STARTED,
        /** Does not answer. */
        UNREACHABLE,
        /** Answers, but cannot read a key from its own database. */
        READ_FAILED,
        /** Follows no leader. */
        NO_LEADER,
        /** Belongs to another cluster, or is another member than the list says. */
        STRANGER,
        /** Reached its quota: the cluster refuses writes. */
        NOSPACE,
        /** Raised the alarm that its data differ: the cluster refuses reads and writes. */
        CORRUPT,
        /** Raised an alarm that this library does not know. */
        UNKNOWN_ALARM,
        /** Far behind the others. */
        BEHIND,
        /** Close to its quota; only a warning. */
        NEAR_QUOTA,
        /** Members hold different data at the same revision. */
        DIVERGED,
        /** The data of a member, or of all, could not be compared; only a warning. */
        NOT_COMPARED,
        /** No majority answers. */
        NO_QUORUM;

        /** {@return whether the cluster works all the same for now} */
        public boolean isWarning() {
            return this == NEAR_QUOTA || this == NOT_COMPARED;
        }
    }
}
