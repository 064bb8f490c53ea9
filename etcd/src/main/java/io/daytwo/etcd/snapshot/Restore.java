package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.mvcc.Membership;
import io.daytwo.etcd.internal.mvcc.PeerUrl;
import io.daytwo.etcd.snapshot.RestoreRefusedException.Reason;
import io.daytwo.progress.ProgressListener;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Restores a snapshot into new data directories, as {@code etcdutl snapshot restore} does, in pure Java. Offline: it
 * talks to nobody and changes nothing but the directories it makes. Immutable and thread-safe; each call returns a
 * copy.
 *
 * <p>Unless told otherwise, the revision goes forward by {@value #DEFAULT_BUMP} and everything before is marked as
 * compacted, so that no watcher sees time run backwards; alarms are not restored, but reported; the snapshot must carry
 * a SHA-256 that matches. The snapshot may come from etcd 3.5 to 3.7, and the directories serve all three, unless
 * {@link #forEtcd} says which.
 *
 * <p>A directory is built beside its name, checked whole, brought to disk and then renamed: it is there complete, or
 * not at all, whenever the machine stops. Directories have mode 0700, files 0600; their owner is who runs this. A
 * directory that is there already must be empty and keeps owner and mode.
 */
public final class Restore {
    /** How far the revision goes forward by default: more writes than a busy cluster makes in months. */
    public static final long DEFAULT_BUMP = 1_000_000_000L;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._:@%+=/-]{1,256}");
    private static final int TOKEN_BYTES = 12;

    private final Snapshot snapshot;
    private final Map<String, List<PeerUrl>> members;
    private final Optional<String> token;
    private final Optional<Path> walDir;
    private final RestoreOptions options;
    private final DataDirFiles files;

    private Restore(
            Snapshot snapshot,
            Map<String, List<PeerUrl>> members,
            Optional<String> token,
            Optional<Path> walDir,
            RestoreOptions options,
            DataDirFiles files) {
        this.snapshot = snapshot;
        this.members = Collections.unmodifiableMap(members);
        this.token = token;
        this.walDir = walDir;
        this.options = options;
        this.files = files;
    }

    /**
     * Begins a restore.
     *
     * @param snapshot what to restore; it is verified on the way, verifying it before is not needed
     * @return a restore without members
     */
    public static Restore from(Snapshot snapshot) {
        return new Restore(
                Objects.requireNonNull(snapshot, "snapshot"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                RestoreOptions.defaults(),
                new DiskFiles());
    }

    /**
     * Adds a voting member of the new cluster. Name all of them, in any order, the same on every machine.
     *
     * @param name its name, as {@code --name} gives it to etcd
     * @param peerUrls its peer URLs, e.g. {@code https://10.0.0.11:2380}: no path, not even a slash at the end
     * @return a copy with this member
     * @throws IllegalArgumentException when the name or a URL is nothing etcd takes, or the name is given already
     */
    public Restore member(String name, String... peerUrls) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: letters, digits, dot, dash and underscore are possible: " + name);
        }
        if (members.containsKey(name)) {
            throw new IllegalArgumentException("name: " + name + " is given already; list all its URLs in one call");
        }
        if (peerUrls.length == 0) {
            throw new IllegalArgumentException("peerUrls: " + name + " needs one at least");
        }
        Map<String, List<PeerUrl>> more = new LinkedHashMap<>(members);
        more.put(name, Stream.of(peerUrls).map(PeerUrl::parse).toList());
        return new Restore(snapshot, more, token, walDir, options, files);
    }

    /**
     * Sets the cluster token, from which the ids follow. It must be new to these machines, and the same on all of them.
     *
     * @param newToken letters, digits and {@code . _ : @ % + = / -}
     * @return a copy with this token
     * @throws IllegalArgumentException when it has other characters
     */
    public Restore token(String newToken) {
        if (!TOKEN.matcher(newToken).matches()) {
            throw new IllegalArgumentException(
                    "token: letters, digits and . _ : @ % + = / - are possible: " + newToken);
        }
        return new Restore(snapshot, members, Optional.of(newToken), walDir, options, files);
    }

    /**
     * Has the revision go forward by so much, and marks everything before as compacted. Restoring the same file twice
     * by the same amount leads to the same revision twice: give {@link #revisionAtLeast} instead, or more.
     *
     * @param revisions how far, 1 or more
     * @return a copy with this goal
     */
    public Restore bumpRevisionBy(long revisions) {
        return with(options.withGoal(new RevisionGoal.By(revisions)));
    }

    /**
     * Has the revision go forward to this one, by one at least, and marks everything before as compacted.
     *
     * @param revision higher than any that a client may have seen
     * @return a copy with this goal
     */
    public Restore revisionAtLeast(long revision) {
        return with(options.withGoal(new RevisionGoal.AtLeast(revision)));
    }

    /**
     * Leaves the revision where it is. Clients that saw later revisions will see them again with other content: only
     * for a cluster that nobody watched.
     *
     * @return a copy with this goal
     */
    public Restore keepRevision() {
        return with(options.withGoal(new RevisionGoal.Keep()));
    }

    /**
     * Puts the write-ahead log elsewhere, as {@code --wal-dir} does; for one member.
     *
     * @param directory absent or empty, outside the data directory
     * @return a copy with this directory
     */
    public Restore walDir(Path directory) {
        return new Restore(snapshot, members, token, Optional.of(directory), options, files);
    }

    /**
     * Says which etcd will serve the directories; a snapshot of a newer one is then refused.
     *
     * @param version from 3.5 to 3.7, e.g. {@code 3.6} or {@code v3.6.16}
     * @return a copy for this line
     * @throws IllegalArgumentException when directories can not be written for it
     */
    public Restore forEtcd(String version) {
        return with(options.withLine(EtcdLine.target(version)));
    }

    /** {@return a copy that restores alarms too: a NOSPACE alarm refuses writes at once} */
    public Restore keepAlarms() {
        return with(options.keepingAlarms());
    }

    /** {@return a copy that takes a file without SHA-256, such as a copied {@code member/snap/db}} */
    public Restore acceptUnhashed() {
        return with(options.acceptingUnhashed());
    }

    /** {@return a copy that allows the ids of the cluster that was saved, when none of it can ever come back} */
    public Restore allowSameClusterId() {
        return with(options.allowingSameIds());
    }

    /**
     * Tells of progress in bytes.
     *
     * @param listener hears it
     * @return a copy with this listener
     */
    public Restore onProgress(ProgressListener listener) {
        return with(options.withListener(listener));
    }

    Restore on(DataDirFiles disk) {
        return new Restore(snapshot, members, token, walDir, options, disk);
    }

    private Restore with(RestoreOptions newOptions) {
        return new Restore(snapshot, members, token, walDir, newOptions, files);
    }

    /**
     * Writes the data directory of one member. Blocks until it is on disk.
     *
     * @param name which of the members
     * @param dataDir absent, or an empty directory, such as a mount point
     * @return what was written, with the flags to start etcd with
     * @throws RestoreRefusedException when it was not begun: see its reasons, a missing token of several members first
     * @throws DataDirNotEmptyException when there is something in the directory
     * @throws SnapshotTooNewException when the snapshot is of a newer etcd than it is restored for
     * @throws SnapshotCorruptedException when the snapshot is not sound
     * @throws SnapshotUnreadableException when the snapshot can not be read, or is not the file it was when it was
     *     opened
     * @throws RestoreFailedException when it could not be ended; the target is then as it was
     */
    public RestoredMember toDataDir(String name, Path dataDir) {
        if (members.size() > 1 && token.isEmpty()) {
            throw new RestoreRefusedException(
                    Reason.TOKEN_MISSING,
                    name,
                    "The cluster has " + members.size()
                            + " members, and without a token each call would make up its own:"
                            + " clusters that do not know each other.",
                    "Give token(…), the same in every call, or write all members at once with toDataDirs.");
        }
        RestoreOrder order = order();
        return new RestoreRun(files, order).one(order.membership().member(name), dataDir, walDir);
    }

    /**
     * Writes the data directories of all members, each under its name, with one token, a fresh random one unless given.
     * Blocks until all are on disk.
     *
     * @param folder absent, or an empty directory; gets one directory a member
     * @return what was written, in the order in which the members were named
     * @throws io.daytwo.DayTwoException as {@link #toDataDir}
     */
    public List<RestoredMember> toDataDirs(Path folder) {
        if (walDir.isPresent()) {
            throw new IllegalArgumentException("walDir: is for one member; write it with toDataDir");
        }
        RestoreOrder order = order();
        return new RestoreRun(files, order)
                .all(members.keySet().stream().map(order.membership()::member).toList(), folder);
    }

    private RestoreOrder order() {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("member: name one member at least");
        }
        String chosen = token.orElseGet(Restore::freshToken);
        return new RestoreOrder(snapshot.path(), snapshot.identity(), Membership.of(members, chosen), chosen, options);
    }

    private static String freshToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return "restored-" + HexFormat.of().formatHex(random);
    }
}
