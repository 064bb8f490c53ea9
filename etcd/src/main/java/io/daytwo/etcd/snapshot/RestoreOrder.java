package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.mvcc.Membership;
import io.daytwo.etcd.internal.mvcc.VotingMember;
import io.daytwo.etcd.snapshot.RestoreRefusedException.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be restored, and what must hold of the snapshot for it. Immutable.
 *
 * @param snapshot the file
 * @param identity what it was when it was opened as a snapshot
 * @param membership the new members with their ids
 * @param token the cluster token
 * @param options the rest
 */
record RestoreOrder(Path snapshot, FileIdentity identity, Membership membership, String token, RestoreOptions options) {
    /** Requires that this snapshot may become this cluster; gives back where its revision will stand. */
    long admit(SnapshotReport report) {
        options.line().requireAccepts(report, snapshot);
        requireNewIds(report);
        long now = revisionOf(report);
        try {
            return options.goal().from(now);
        } catch (ArithmeticException e) {
            throw new RestoreRefusedException(
                    Reason.REVISION_OUT_OF_RANGE,
                    snapshot.toString(),
                    "Its revision " + now + " can not go forward that far: " + e.getMessage() + ".",
                    "Go forward by less.");
        }
    }

    /** Where etcd would start: the last record, or what is compacted when that is higher. */
    static long revisionOf(SnapshotReport report) {
        return Math.max(report.revision(), report.compactRevision());
    }

    private void requireNewIds(SnapshotReport report) {
        Set<Long> old = report.members().stream().map(RecordedMember::id).collect(Collectors.toSet());
        List<String> same = membership.members().stream()
                .filter(member -> old.contains(member.id()))
                .map(VotingMember::name)
                .toList();
        if (!same.isEmpty() && !options.allowSameIds()) {
            throw new RestoreRefusedException(
                    Reason.SAME_IDS,
                    snapshot.toString(),
                    "With the token " + token + " and these peer URLs, " + String.join(", ", same)
                            + " would have the same id as in the cluster that was saved. A member of that cluster which"
                            + " comes back could then mix with the restored ones.",
                    "Give a token that was never used before.");
        }
    }
}
