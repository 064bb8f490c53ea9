package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.Bucket;
import io.daytwo.etcd.internal.mvcc.AlarmRecord;
import io.daytwo.etcd.internal.mvcc.ClusterState;
import io.daytwo.etcd.internal.mvcc.MemberRecord;
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
        return state.members().stream().map(ScanResult::member).toList();
    }

    private static RecordedMember member(MemberRecord member) {
        return new RecordedMember(member.id(), member.name(), member.peerUrls(), member.clientUrls(), member.learner());
    }

    private List<RecordedAlarm> alarms() {
        return state.alarms().stream().map(ScanResult::alarm).toList();
    }

    private static RecordedAlarm alarm(AlarmRecord alarm) {
        return new RecordedAlarm(alarm.memberId(), alarm.typeName());
    }
}
