package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.mvcc.VotingMember;
import io.daytwo.etcd.snapshot.Publication.Move;
import io.daytwo.etcd.snapshot.RestoreFailedException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One restore, from the first look at the target to the last rename. */
final class RestoreRun {
    private static final String BUILT = "built";

    /** Where etcd begins to count; an empty database records nothing of it: {@code server/storage/mvcc/kvstore.go}. */
    private static final long FIRST_REVISION = 1;

    private final DataDirFiles files;
    private final RestoreOrder order;

    RestoreRun(DataDirFiles files, RestoreOrder order) {
        this.files = files;
        this.order = order;
    }

    /** One member. */
    RestoredMember one(VotingMember self, Path given, Optional<Path> givenWal) {
        return RestoreAttempt.on(given, () -> {
            TargetDirectory target = TargetDirectory.swept(files, given);
            TargetDirectory wal = givenWal.isPresent() ? walTarget(target, givenWal.get()) : null;
            target.requireFree();
            if (wal != null) {
                wal.requireFree();
            }
            try (SnapshotSource source = SnapshotSource.open(order)) {
                RequiredSpace.of(source).require(files, target, wal);
                return write(source, List.of(self), target, false, wal).get(0);
            }
        });
    }

    /** All members, each in a directory of its name. */
    List<RestoredMember> all(List<VotingMember> members, Path folder) {
        return RestoreAttempt.on(folder, () -> {
            TargetDirectory target = TargetDirectory.swept(files, folder);
            target.requireFree();
            try (SnapshotSource source = SnapshotSource.open(order)) {
                RequiredSpace.of(source).times(members.size()).require(files, target, null);
                return write(source, members, target, true, null);
            }
        });
    }

    private @Nullable TargetDirectory walTarget(TargetDirectory data, Path given) throws IOException {
        Path wal = given.toAbsolutePath().normalize();
        if (wal.equals(MemberDirectory.walDirIn(data.path()))) {
            return null;
        }
        if (wal.startsWith(data.path()) || data.path().startsWith(wal)) {
            throw new IllegalArgumentException(
                    "walDir: " + wal + " must lie outside the data directory " + data.path());
        }
        return TargetDirectory.swept(files, wal);
    }

    private List<RestoredMember> write(
            SnapshotSource source,
            List<VotingMember> members,
            TargetDirectory target,
            boolean folder,
            @Nullable TargetDirectory wal)
            throws IOException, InterruptedException {
        try (Staging staging = target.stage(files);
                Staging walStaging = wal == null ? null : wal.stage(files)) {
            Path built = staging.path().resolve(BUILT);
            Path builtWal = walStaging == null ? null : walStaging.path().resolve(BUILT);
            try {
                if (folder) {
                    files.createDirectory(built);
                }
                List<RestoredMember> restored = new ArrayList<>();
                for (VotingMember member : members) {
                    Path dataDir = folder ? target.path().resolve(member.name()) : target.path();
                    Path dataBuilt = folder ? built.resolve(member.name()) : built;
                    Path walBuilt = builtWal == null ? MemberDirectory.walDirIn(dataBuilt) : builtWal;
                    RestoredDatabase database =
                            new MemberDirectory(files, dataBuilt, walBuilt).write(order, source, member);
                    Path walDir = wal == null ? MemberDirectory.walDirIn(dataDir) : wal.path();
                    restored.add(describe(member, database, dataDir, walDir));
                }
                files.forceDirectory(built);
                List<Move> moves = new ArrayList<>();
                if (wal != null && builtWal != null) {
                    moves.addAll(wal.moves(builtWal));
                }
                moves.addAll(target.moves(built));
                Publication.publish(files, staging.path(), moves);
                return restored;
            } catch (Publication.NotTakenBackException e) {
                staging.keep();
                if (walStaging != null) {
                    walStaging.keep();
                }
                throw e;
            } catch (IOException e) {
                // Here, where what was written still takes its room.
                throw RequiredSpace.isGone(files, target) || (wal != null && RequiredSpace.isGone(files, wal))
                        ? new RestoreIoException(Reason.DISK_FULL, "The disk is full: " + e.getMessage(), e)
                        : e;
            }
        }
    }

    private RestoredMember describe(VotingMember self, RestoredDatabase database, Path dataDir, Path walDir) {
        SnapshotReport snapshot = database.snapshot();
        return new RestoredMember(
                self.name(),
                self.id(),
                order.membership().clusterId(),
                dataDir,
                walDir,
                order.token(),
                self.peerUrls(),
                order.membership().initialCluster(),
                Math.max(FIRST_REVISION, database.revision()),
                Math.max(FIRST_REVISION, RestoreOrder.revisionOf(snapshot)),
                database.sha256(),
                order.options().keepAlarms() ? List.of() : snapshot.alarms(),
                snapshot.members().stream().filter(RecordedMember::learner).toList());
    }
}
