package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.mvcc.VotingMember;
import io.daytwo.etcd.snapshot.RestoreFailedException.Reason;
import java.util.Comparator;
import java.util.List;

/**
 * A database that was patched for a new cluster and checked again.
 *
 * @param snapshot what the snapshot held
 * @param revision where the revision stands now
 * @param sha256 of the snapshot file, in hex
 */
record RestoredDatabase(SnapshotReport snapshot, long revision, String sha256) {
    /** Requires that a report on the patched database shows what it must, and the rest unchanged. */
    void requireIn(SnapshotReport after, RestoreOrder order) throws RestoreIoException {
        List<String> members =
                order.membership().members().stream().map(VotingMember::hexId).toList();
        boolean bumped = revision > RestoreOrder.revisionOf(snapshot);
        boolean same = after.members().stream()
                        .sorted(Comparator.comparing(RecordedMember::id, Long::compareUnsigned))
                        .map(RecordedMember::hexId)
                        .toList()
                        .equals(members)
                && after.members().stream().noneMatch(RecordedMember::learner)
                && after.consistentIndex() == members.size()
                && after.term() == 1
                && after.revision() == (bumped ? revision : snapshot.revision())
                && after.compactRevision() == (bumped ? revision : snapshot.compactRevision())
                && after.alarms().equals(order.options().keepAlarms() ? snapshot.alarms() : List.of())
                && after.version().equals(snapshot.version())
                && after.clusterVersion().equals(snapshot.clusterVersion())
                && after.leases() == snapshot.leases()
                && after.authEnabled() == snapshot.authEnabled();
        if (!same) {
            throw new RestoreIoException(
                    Reason.READ_BACK_DIFFERS, "the database reads back as something else than was written", null);
        }
    }
}
