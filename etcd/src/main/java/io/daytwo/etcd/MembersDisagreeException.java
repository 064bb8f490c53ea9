package io.daytwo.etcd;

import io.daytwo.DayTwoException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Members hold different data at the same revision. No backup was made, because nothing says which of them is right.
 */
public final class MembersDisagreeException extends DayTwoException {
    private final List<KeySpaceHash> hashes;

    MembersDisagreeException(List<KeySpaceHash> hashes) {
        super(
                "The members of the cluster disagree about the data, so no backup was made: "
                        + hashes.stream().map(KeySpaceHash::toString).collect(Collectors.joining("; ")) + ".",
                "Find out which one is right, replace the other, then back up; to save one as it is, use"
                        + " from(member).acceptDivergence().");
        this.hashes = List.copyOf(hashes);
    }

    /** {@return the hash of each member that was compared, all at one revision and one compact revision} */
    public List<KeySpaceHash> hashes() {
        return hashes;
    }
}
