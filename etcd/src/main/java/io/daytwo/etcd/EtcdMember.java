package io.daytwo.etcd;

import java.util.List;
import java.util.Objects;

/**
 * A member of an etcd cluster as the member list tells it. Immutable.
 *
 * @param id its id, to be read as unsigned; {@link #hexId()} prints it as etcd does
 * @param name its name, empty until the member has started once
 * @param peerUrls where its peers reach it
 * @param clientUrls where it says that clients reach it, empty until it has started once
 * @param learner whether it only follows and has no vote
 */
public record EtcdMember(long id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {
    /** Checks and copies. */
    public EtcdMember {
        Objects.requireNonNull(name, "name");
        peerUrls = List.copyOf(peerUrls);
        clientUrls = List.copyOf(clientUrls);
    }

    /** {@return the id as etcd prints it: hexadecimal, lower case, not padded} */
    public String hexId() {
        return Long.toHexString(id);
    }

    /** {@return whether the member has started at least once: only then does it publish a name and client URLs} */
    public boolean started() {
        return !name.isEmpty();
    }

    /** {@return whether it has a vote} */
    public boolean voter() {
        return !learner;
    }

    /** {@return the name to call it by: {@code cp1 (8e9e05c52164694d)}, before its first start the peer URL} */
    public String label() {
        return (started() ? name : String.join(",", peerUrls)) + " (" + hexId() + ")";
    }

    @Override
    public String toString() {
        return label() + (learner ? ", learner" : "") + (started() ? "" : ", not started");
    }
}
