package io.daytwo.etcd.internal.wal;

import io.daytwo.etcd.internal.mvcc.Membership;
import io.daytwo.etcd.internal.mvcc.VotingMember;

/**
 * The log with which a restored member begins: it was told who the members are, agreed, and took a snapshot. Order of
 * the records: {@code saveWALAndSnap} in {@code etcdutl/snapshot/v3_snapshot.go}.
 */
public final class RestoredLog {
    /** The name of its only segment: sequence number and index of the first entry. */
    public static final String FILE_NAME = "0000000000000000-0000000000000000.wal";

    /** What etcd preallocates for a segment, as soon as it writes. Source: {@code server/storage/wal/wal.go}. */
    public static final long SEGMENT_BYTES = 64_000_000;

    private RestoredLog() {}

    /**
     * Writes the log of one member. No zeros follow the last record: etcd preallocates when it appends.
     *
     * @param membership all members
     * @param self whose log this is
     * @return the segment's bytes
     */
    public static byte[] of(Membership membership, VotingMember self) {
        WalSegment segment = new WalSegment()
                .add(WalSegment.METADATA, RaftMessages.metadata(self.id(), membership.clusterId()))
                .add(WalSegment.SNAPSHOT, RaftMessages.noSnapshot());
        long index = 0;
        for (VotingMember member : membership.members()) {
            segment = segment.add(WalSegment.ENTRY, RaftMessages.addsMember(member, ++index));
        }
        long vote = membership.members().get(0).id();
        return segment.add(WalSegment.STATE, RaftMessages.hardState(vote, index))
                .add(WalSegment.SNAPSHOT, RaftMessages.snapshotRecord(membership))
                .toByteArray();
    }
}
