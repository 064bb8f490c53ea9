package io.daytwo.etcd.internal.wal;

import io.daytwo.etcd.internal.mvcc.Membership;
import io.daytwo.etcd.internal.mvcc.VotingMember;
import io.daytwo.etcd.internal.proto.ProtoWriter;

/**
 * The messages a restored member's log is made of. Format: {@code raftpb/raft.proto}, {@code walpb/record.proto},
 * {@code etcdserverpb/etcdserver.proto}, encoded as 3.5 and 3.6 do, which 3.7 reads.
 */
final class RaftMessages {
    /** The term in which everything happens that a restored log tells. */
    static final long TERM = 1;

    private static final int CONF_CHANGE = 1;
    private static final int ADD_NODE = 0;

    private RaftMessages() {}

    static byte[] metadata(long memberId, long clusterId) {
        return new ProtoWriter().varint(1, memberId).varint(2, clusterId).toByteArray();
    }

    static byte[] addsMember(VotingMember member, long index) {
        byte[] change = new ProtoWriter()
                .varint(1, 0)
                .varint(2, ADD_NODE)
                .varint(3, member.id())
                .bytes(4, member.json())
                .toByteArray();
        return new ProtoWriter()
                .varint(1, CONF_CHANGE)
                .varint(2, TERM)
                .varint(3, index)
                .bytes(4, change)
                .toByteArray();
    }

    static byte[] hardState(long vote, long commit) {
        return new ProtoWriter()
                .varint(1, TERM)
                .varint(2, vote)
                .varint(3, commit)
                .toByteArray();
    }

    static byte[] confState(Membership membership) {
        ProtoWriter state = new ProtoWriter();
        for (VotingMember member : membership.members()) {
            state = state.varint(1, member.id());
        }
        return state.varint(5, 0).toByteArray();
    }

    static byte[] noSnapshot() {
        return new ProtoWriter().varint(1, 0).varint(2, 0).toByteArray();
    }

    static byte[] snapshotRecord(Membership membership) {
        return new ProtoWriter()
                .varint(1, membership.members().size())
                .varint(2, TERM)
                .bytes(3, confState(membership))
                .toByteArray();
    }

    static byte[] snapshot(Membership membership, byte[] store) {
        byte[] metadata = new ProtoWriter()
                .bytes(1, confState(membership))
                .varint(2, membership.members().size())
                .varint(3, TERM)
                .toByteArray();
        return new ProtoWriter().bytes(1, store).bytes(2, metadata).toByteArray();
    }
}
