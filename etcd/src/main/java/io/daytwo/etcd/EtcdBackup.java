package io.daytwo.etcd;

import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.node.NodeExecutor;
import io.daytwo.progress.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A verified backup of etcd: {@code EtcdBackup.of(node).save(Path.of("etcd-0300.db"))}.
 *
 * <p>What is taken from where: without {@link #from} a voting follower that keeps up, the leader where there is no
 * other. Before a byte is fetched, the HashKV of all members that answer is compared at one revision. A raised CORRUPT
 * alarm, members that disagree, a learner and a member more than 1000 raft entries behind are refused; a NOSPACE alarm
 * is not, but logged. Without quorum a backup is still made, and called so: it may lack writes that were acknowledged,
 * or hold some that were not.
 *
 * <p>What is written, all of it for the owner only (mode 0600): {@code TARGET.part} while the bytes come, then
 * {@code TARGET} and beside it {@code TARGET.json}, which says what the snapshot is: SHA-256 of the file, size,
 * revision, keys, hashes, versions, ids of cluster and member, the UID of kube-system, time. The snapshot gets its name
 * last, after its hash was compared with the member's, every record was decoded, its own HashKV was compared with the
 * one the member computes, and all bytes were forced to disk. Nothing that exists is overwritten, not even by a run
 * that races with this one. A run that is killed leaves {@code TARGET.part}, which the next run to the same target
 * removes unless a living process holds it.
 *
 * <p>Immutable and thread-safe; each option returns a copy.
 */
public final class EtcdBackup {
    private final Supplier<Access> access;
    private final BackupSettings settings;

    /** A cluster, and whether it ends with the backup. */
    private record Access(EtcdCluster cluster, boolean owned) implements AutoCloseable {
        @Override
        public void close() {
            if (owned) {
                cluster.close();
            }
        }
    }

    private EtcdBackup(Supplier<Access> access, BackupSettings settings) {
        this.access = access;
        this.settings = settings;
    }

    /**
     * Of the cluster that a control-plane node belongs to. Endpoint, CA, certificate and key are read from the node's
     * {@code etcd.yaml} when the backup is saved.
     *
     * @param node a control-plane node with stacked etcd; not closed
     * @return a backup that is not made yet
     */
    public static EtcdBackup of(NodeExecutor node) {
        Objects.requireNonNull(node, "node");
        return new EtcdBackup(() -> new Access(EtcdCluster.of(node), true), BackupSettings.defaults());
    }

    /**
     * The same where the kubelet's static Pod folder is not the usual one.
     *
     * @param node a control-plane node with stacked etcd; not closed
     * @param manifestDir the folder of {@code etcd.yaml} on the node
     * @return a backup that is not made yet
     */
    public static EtcdBackup of(NodeExecutor node, String manifestDir) {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(manifestDir, "manifestDir");
        return new EtcdBackup(() -> new Access(EtcdCluster.of(node, manifestDir), true), BackupSettings.defaults());
    }

    /**
     * Of a cluster given by its endpoints, as external etcd.
     *
     * @param cluster the cluster; not closed
     * @return a backup that is not made yet
     */
    public static EtcdBackup of(EtcdCluster cluster) {
        Objects.requireNonNull(cluster, "cluster");
        return new EtcdBackup(() -> new Access(cluster, false), BackupSettings.defaults());
    }

    private EtcdBackup with(BackupSettings changed) {
        return new EtcdBackup(access, changed);
    }

    /**
     * Takes it from this member and from no other.
     *
     * @param memberName its name, as the member list prints it
     * @return a copy
     */
    public EtcdBackup from(String memberName) {
        Objects.requireNonNull(memberName, "memberName");
        return with(settings.from(memberName));
    }

    /**
     * How long no byte of the database may come before the backup is given up; messages without bytes do not count. 30
     * seconds unless told otherwise. There is no limit to the time the whole may take.
     *
     * @param limit longer than zero
     * @return a copy
     */
    public EtcdBackup stallLimit(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("limit must be longer than zero, not " + limit);
        }
        return with(settings.stallLimit(limit));
    }

    /**
     * The largest database that is taken. 64 GiB unless told otherwise; etcd's own advice ends at 8.
     *
     * @param bytes more than zero
     * @return a copy
     */
    public EtcdBackup sizeLimit(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("bytes must be more than zero, not " + bytes);
        }
        return with(settings.sizeLimit(bytes));
    }

    /**
     * Hears of bytes that came and were checked, and of warnings, which the sidecar keeps too.
     *
     * @param listener called on the thread that saves
     * @return a copy
     */
    public EtcdBackup onProgress(ProgressListener listener) {
        Objects.requireNonNull(listener, "listener");
        return with(settings.listener(listener));
    }

    /**
     * Consents to a backup of a member that is far behind, or cut off from the leader: it may lack much of what was
     * written last.
     *
     * @return a copy
     */
    public EtcdBackup acceptLag() {
        return with(settings.acceptLag());
    }

    /**
     * Consents to a backup though members disagree about the data, a CORRUPT alarm is raised, or the snapshot differs
     * from what its member computes. Name the member with {@link #from}: nothing but you knows which is right.
     *
     * @return a copy
     */
    public EtcdBackup acceptDivergence() {
        return with(settings.acceptDivergence());
    }

    /**
     * Makes the backup.
     *
     * @param target the name of the snapshot, in a folder that exists and that not everybody may write to; must be
     *     free, as must {@code TARGET.json}
     * @return the snapshot, verified; its {@link Snapshot#report()} is there already
     * @throws BackupRefusedException when it is not begun, or its name is taken meanwhile
     * @throws MembersDisagreeException when members hold different data
     * @throws BackupFailedException when it could not be finished
     * @throws EtcdUnavailableException when no member answers
     * @throws EtcdInterruptedException when the thread is interrupted while it asks the members
     */
    public Snapshot save(Path target) {
        Objects.requireNonNull(target, "target");
        BackupTarget names = new BackupTarget(target);
        try (PartFile part = names.claim();
                Access etcd = access.get()) {
            return new BackupRun(etcd.cluster(), settings, names, part).save();
        }
    }
}
