package io.daytwo.etcd.internal.mvcc;

import io.daytwo.etcd.internal.proto.MalformedRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all buckets but {@code key} say, gathered while they are read. Not thread-safe. */
public final class ClusterState {
    private static final int MOST_MEMBERS = 128;
    private static final int MOST_ALARMS = 4096;

    private final MetaRecords meta = new MetaRecords();
    private final AuthRecords auth = new AuthRecords();
    private final List<MemberRecord> members = new ArrayList<>();
    private final List<AlarmRecord> alarms = new ArrayList<>();
    private long leases;

    /** Begins with nothing known. */
    public ClusterState() {}

    /**
     * Finds what decodes a bucket's records into this state.
     *
     * @param bucket name of the bucket
     * @return the decoder; empty for the bucket {@code key} and for buckets that this library does not know
     */
    public Optional<RecordDecoder> decoder(String bucket) {
        return Optional.ofNullable(
                switch (bucket) {
                    case "meta" -> meta::meta;
                    case "cluster" -> meta::cluster;
                    case "members" -> (key, value) -> add(members, MemberRecord.decode(key, value), MOST_MEMBERS);
                    case "members_removed" ->
                        (key, value) -> {
                            long unused = StoredText.id(StoredText.text(key));
                        };
                    case "alarm" -> (key, value) -> add(alarms, AlarmRecord.decode(key), MOST_ALARMS);
                    case "lease" ->
                        (key, value) -> {
                            LeaseRecord unused = LeaseRecord.decode(key, value);
                            leases++;
                        };
                    case "auth" -> auth::setting;
                    case "authUsers" -> (key, value) -> AuthRecords.user(value);
                    case "authRoles" -> (key, value) -> AuthRecords.role(value);
                    default -> null;
                });
    }

    private static <T> void add(List<T> list, T item, int most) {
        if (list.size() == most) {
            throw new MalformedRecordException("More than " + most + " of them.");
        }
        list.add(item);
    }

    /** {@return index of the last raft entry applied, unsigned} */
    public long consistentIndex() {
        return meta.consistentIndex;
    }

    /** {@return raft term of that entry, 0 when not recorded} */
    public long term() {
        return meta.term;
    }

    /** {@return revision of the last compaction that was begun and is not known to be finished, or -1} */
    public long unfinishedCompaction() {
        boolean unfinished = meta.scheduledCompaction > Math.max(0, meta.finishedCompaction);
        return unfinished ? meta.scheduledCompaction : -1;
    }

    /**
     * The compact revision a server has after it started: a compaction that was begun is taken up again (etcd
     * {@code mvcc/kvstore.go restore}).
     *
     * @return the revision, or -1 when there was no compaction
     */
    public long compactRevision() {
        return Math.max(meta.finishedCompaction, unfinishedCompaction());
    }

    /**
     * The revision a server has after it started (etcd {@code mvcc/kvstore.go restore}).
     *
     * @param lastRecord revision of the last record in the bucket {@code key}, or 0 when it is empty
     * @return the revision, at least 1
     */
    public long currentRevision(long lastRecord) {
        return Math.max(Math.max(1, lastRecord), Math.max(meta.finishedCompaction, meta.scheduledCompaction));
    }

    /** {@return storage version, or empty} */
    public String storageVersion() {
        return meta.storageVersion;
    }

    /** {@return cluster version, or empty} */
    public String clusterVersion() {
        return meta.clusterVersion;
    }

    /** {@return version that a downgrade in progress goes to, or empty} */
    public String downgradeTarget() {
        return meta.downgradeTarget;
    }

    /** {@return members in the order of their ids as text} */
    public List<MemberRecord> members() {
        return List.copyOf(members);
    }

    /** {@return alarms raised} */
    public List<AlarmRecord> alarms() {
        return List.copyOf(alarms);
    }

    /** {@return number of leases} */
    public long leases() {
        return leases;
    }

    /** {@return whether authentication is on} */
    public boolean authEnabled() {
        return auth.enabled();
    }
}
