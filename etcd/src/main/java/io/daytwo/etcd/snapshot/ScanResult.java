package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.Bucket;
import io.daytwo.etcd.internal.mvcc.AlarmRecord;
import io.daytwo.etcd.internal.mvcc.ClusterState;
import io.daytwo.etcd.internal.mvcc.MemberRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What one reading of a sound database found.
 *
 * @param keyspace the bucket {@code key}
 * @param state what the other buckets say
 * @param hash the status hash
 * @param lastRevision revision of the last record in {@code key}, 0 when there is none
 * @param liveKeys keys that exist
 * @param records records in all buckets
 * @param size bytes of the database
 */
record ScanResult(
        Bucket keyspace, ClusterState state, long hash, long lastRevision, long liveKeys, long records, long size) {
    SnapshotReport report(Verdict verdict, String sha256, long fileSize) {
        return new SnapshotReport(
                verdict,
                hash,
                lastRevision,
                state.compactRevision(),
                liveKeys,
                records,
                size,
                state.storageVersion(),
                sha256,
                fileSize,
                state.clusterVersion(),
                state.consistentIndex(),
                state.term(),
                members(),
                alarms(),
                state.leases(),
                state.authEnabled(),
                state.downgradeTarget());
    }

    private List<RecordedMember> members() {
        List<RecordedMember> members = new ArrayList<>();
        for (MemberRecord member : state.members()) {
            members.add(new RecordedMember(
                    member.id(), member.name(), member.peerUrls(), member.clientUrls(), member.learner()));
        }
        return members;
    }

    private List<RecordedAlarm> alarms() {
        List<RecordedAlarm> alarms = new ArrayList<>();
        for (AlarmRecord alarm : state.alarms()) {
            alarms.add(new RecordedAlarm(alarm.memberId(), alarm.typeName()));
        }
        return alarms;
    }
}
