package io.daytwo.etcd.snapshot;

import java.util.List;

/**
 * A member as the snapshot knows it: of the cluster that was saved, never of a restored one.
 *
 * @param id its id, unsigned
 * @param name its name; empty when it had never started
 * @param peerUrls where other members reach it
 * @param clientUrls where clients reach it
 * @param learner whether it has no vote
 */
public record RecordedMember(long id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {
    /** Copies the lists. */
    public RecordedMember {
        peerUrls = List.copyOf(peerUrls);
        clientUrls = List.copyOf(clientUrls);
    }

    /** {@return the id as etcdctl prints it} */
    public String hexId() {
        return Long.toHexString(id);
    }
}
