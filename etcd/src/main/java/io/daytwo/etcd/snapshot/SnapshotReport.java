package io.daytwo.etcd.snapshot;

import java.util.List;

/**
 * What is in a snapshot that was verified. Immutable. Its text is a table for people.
 *
 * @param verdict how sure one can be
 * @param hash CRC-32C over all buckets, unsigned: {@code hash} of {@code etcdutl snapshot status}
 * @param revision revision of the last record: {@code revision} of {@code etcdutl snapshot status}; a restored server
 *     starts here, or at the compact revision when that is higher
 * @param compactRevision history up to this revision is compacted, or will be when a server starts; -1 when it never
 *     was
 * @param totalKeys keys that exist: what etcdutl counts since 3.6
 * @param totalRecords records in all buckets: what etcdutl counted until 3.5
 * @param totalSize bytes of the database without the trailing hash: {@code totalSize} of etcdutl
 * @param version storage version, e.g. {@code 3.6.0}; empty before etcd 3.6
 * @param sha256 SHA-256 of the whole file in hex, as {@code sha256sum} prints it
 * @param fileSize bytes of the file
 * @param clusterVersion cluster version, e.g. {@code 3.6.0}; empty when not recorded
 * @param consistentIndex index of the last raft entry in the database, unsigned
 * @param term raft term of that entry, unsigned; 0 when not recorded
 * @param members members recorded, by id; empty from etcd before 3.5 in some cases
 * @param alarms alarms raised when it was taken
 * @param leases leases granted and not yet expired
 * @param authEnabled whether authentication was on
 * @param downgradeTarget version that a downgrade in progress goes to; empty when there is none
 */
public record SnapshotReport(
        Verdict verdict,
        long hash,
        long revision,
        long compactRevision,
        long totalKeys,
        long totalRecords,
        long totalSize,
        String version,
        String sha256,
        long fileSize,
        String clusterVersion,
        long consistentIndex,
        long term,
        List<RecordedMember> members,
        List<RecordedAlarm> alarms,
        long leases,
        boolean authEnabled,
        String downgradeTarget) {
    /** Copies the lists. */
    public SnapshotReport {
        members = List.copyOf(members);
        alarms = List.copyOf(alarms);
    }

    @Override
    public String toString() {
        return ReportTable.of(this);
    }
}
