package io.daytwo.etcd.internal.wal;

import io.daytwo.etcd.internal.mvcc.Membership;
import io.daytwo.etcd.internal.proto.ProtoWriter;
import java.util.zip.CRC32C;

/**
 * The .snap file beside the database: what raft knew, and for etcd 3.5 the members once more. Without it 3.5 and 3.6
 * replay the log to members that join later, and those never get the data (etcd#6361). Format:
 * {@code server/etcdserver/api/snap/snapshotter.go}.
 */
public final class SnapFile {
    private SnapFile() {}

    /**
     * The name: term and index.
     *
     * @param membership all members
     * @return the file's name
     */
    public static String name(Membership membership) {
        return String.format(
                "%016x-%016x.snap", RaftMessages.TERM, membership.members().size());
    }

    /**
     * The content, equal on all members.
     *
     * @param membership all members
     * @return the file's bytes
     */
    public static byte[] of(Membership membership) {
        byte[] data = RaftMessages.snapshot(membership, StoreDocument.of(membership));
        CRC32C crc = new CRC32C();
        crc.update(data);
        return new ProtoWriter().varint(1, crc.getValue()).bytes(2, data).toByteArray();
    }
}
