package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.AppendPatch;
import io.daytwo.etcd.internal.bbolt.BoltFile;
import io.daytwo.etcd.internal.bbolt.Patch;
import io.daytwo.etcd.internal.mvcc.Membership;
import io.daytwo.etcd.internal.mvcc.VotingMember;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What changes in the database of a snapshot when it becomes that of a new cluster: the members, where raft stands, the
 * revision, the alarms. Which records: {@code etcdutl/snapshot/v3_snapshot.go}; their form:
 * {@code server/storage/schema}.
 */
final class RestorePatch {
    private static final long TERM = 1;

    private RestorePatch() {}

    static Patch of(BoltFile database, RestoreOrder order, long oldRevision, long newRevision) {
        AppendPatch patch = new AppendPatch(database);
        patch.replace("members", members(order.membership()));
        patch.replace("members_removed", Map.of());
        patch.put("cluster", Map.of());
        if (!order.options().keepAlarms()) {
            patch.replace("alarm", Map.of());
        }
        Map<String, byte[]> meta = new HashMap<>();
        meta.put("consistent_index", bytes(order.membership().members().size()));
        meta.put("term", bytes(TERM));
        if (newRevision > oldRevision) {
            byte[] revision = revision(newRevision);
            patch.append("key", revision, new byte[0]);
            meta.put("scheduledCompactRev", revision);
        }
        patch.put("meta", meta);
        return patch.finish();
    }

    private static Map<String, byte[]> members(Membership membership) {
        Map<String, byte[]> records = new HashMap<>();
        for (VotingMember member : membership.members()) {
            records.put(member.hexId(), member.json());
        }
        return records;
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** The key of a revision without changes under it: {@code server/storage/mvcc/revision.go}. */
    private static byte[] revision(long main) {
        return ByteBuffer.allocate(2 * Long.BYTES + 1)
                .putLong(main)
                .put("_".getBytes(StandardCharsets.US_ASCII))
                .putLong(0)
                .array();
    }
}
