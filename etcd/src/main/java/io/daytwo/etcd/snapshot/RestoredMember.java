package io.daytwo.etcd.snapshot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A data directory that was written, read again, checked and put in its place.
 *
 * @param name the member's name
 * @param memberId its id, unsigned
 * @param clusterId id of the new cluster, unsigned
 * @param dataDir its data directory, absolute
 * @param walDir where its log is, absolute; inside the data directory unless asked for elsewhere
 * @param token the cluster token: every other member must be restored with this very one
 * @param peerUrls its peer URLs, as etcd is to advertise them
 * @param initialCluster all members and their peer URLs, as {@code --initial-cluster} takes them
 * @param revision the revision etcd starts at; the next write gets the next
 * @param snapshotRevision the revision the snapshot was at
 * @param snapshotSha256 SHA-256 of the snapshot file in hex: members restored from one file show one value
 * @param droppedAlarms alarms of the snapshot that were not restored
 * @param leftOut learners of the snapshot: not members of the new cluster, to be added again
 */
public record RestoredMember(
        String name,
        long memberId,
        long clusterId,
        Path dataDir,
        Path walDir,
        String token,
        List<String> peerUrls,
        String initialCluster,
        long revision,
        long snapshotRevision,
        String snapshotSha256,
        List<RecordedAlarm> droppedAlarms,
        List<RecordedMember> leftOut) {
    /** Copies the lists. */
    public RestoredMember {
        peerUrls = List.copyOf(peerUrls);
        droppedAlarms = List.copyOf(droppedAlarms);
        leftOut = List.copyOf(leftOut);
    }

    /** {@return the member id as etcd prints it} */
    public String hexMemberId() {
        return Long.toHexString(memberId);
    }

    /** {@return the cluster id as etcd prints it} */
    public String hexClusterId() {
        return Long.toHexString(clusterId);
    }

    /** {@return what to start etcd with} */
    public EtcdFlags etcdFlags() {
        List<String> flags = new ArrayList<>();
        flags.add("--name=" + name);
        flags.add("--data-dir=" + dataDir);
        if (!walDir.equals(dataDir.resolve("member").resolve("wal"))) {
            flags.add("--wal-dir=" + walDir);
        }
        flags.add("--initial-advertise-peer-urls=" + String.join(",", peerUrls));
        flags.add("--initial-cluster=" + initialCluster);
        flags.add("--initial-cluster-token=" + token);
        flags.add("--initial-cluster-state=existing");
        return EtcdFlags.of(flags);
    }
}
