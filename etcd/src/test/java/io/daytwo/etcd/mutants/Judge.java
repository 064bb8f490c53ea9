package io.daytwo.etcd.mutants;

import com.google.gson.JsonObject;
import io.daytwo.DayTwoException;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.snapshot.Restore;
import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.etcd.snapshot.SnapshotCorruptedException;
import io.daytwo.etcd.snapshot.SnapshotReport;
import io.daytwo.etcd.snapshot.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Lets the product judge mutants, one after another, and holds its verdict against etcd's own. */
final class Judge implements AutoCloseable {
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final long BUMP = 1000;

    private final Path work;
    private final Oracle oracle;
    private final Tally tally;

    Judge(Path work, Path oracle, Tally tally) throws IOException {
        this.work = Files.createDirectories(work);
        this.oracle = new Oracle(oracle);
        this.tally = tally;
    }

    void judge(Mutant mutant) {
        try {
            Path file = Files.write(work.resolve("mutant.db"), mutant.file());
            Snapshot snapshot = Snapshot.open(file);
            long start = System.nanoTime();
            try {
                SnapshotReport report = snapshot.verify();
                tally.accepted(mutant);
                compare(mutant, snapshot, report);
            } catch (SnapshotCorruptedException e) {
                tally.rejected(mutant, e.kind().toString());
            } finally {
                long took = System.nanoTime() - start;
                tally.took(took);
                if (took > SLOW.toNanos()) {
                    tally.hole(mutant, "took " + Duration.ofNanos(took));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            tally.hole(mutant, "not the typed error: " + e + " at " + e.getStackTrace()[0]);
        }
    }

    private void compare(Mutant mutant, Snapshot snapshot, SnapshotReport report) {
        boolean unhashed = report.verdict() == Verdict.UNHASHED;
        boolean compactedBeyond = report.compactRevision() >= report.revision() + BUMP;
        long bump = mutant.number() % 4 == 0 && !compactedBeyond ? BUMP : 0;
        Path theirs = work.resolve("theirs");
        Path ours = work.resolve("ours");
        try {
            Optional<String> refusal = oracle.restore(snapshot.path(), theirs, unhashed, bump);
            if (refusal.isPresent()) {
                tally.hole(mutant, "accepted, but etcdutl says: " + refusal.get());
                return;
            }
            try {
                restore(snapshot, ours, report, bump);
            } catch (SnapshotCorruptedException e) {
                tally.hole(mutant, "verified, but the restore says: " + e);
                return;
            } catch (DayTwoException e) {
                tally.refused(mutant, e.getClass().getSimpleName());
                return;
            }
            JsonObject expected = oracle.inspect(theirs);
            if (Oracle.failure(expected).isPresent()) {
                tally.hole(mutant, "accepted, but no server could load it: " + expected);
                return;
            }
            JsonObject found = oracle.inspect(ours);
            if (!found.equals(expected)) {
                tally.hole(mutant, "etcdutl's restore gives " + expected + ", ours " + found);
            }
            if (bump == 0 && report.totalKeys() != expected.get("totalKey").getAsLong()) {
                tally.hole(mutant, "report " + report.totalKeys() + " keys, etcdutl " + expected);
            }
            if (bump == 0 && snapshot.hashKv().hash() != expected.get("hashKv").getAsLong()) {
                tally.hole(mutant, "offline hash " + snapshot.hashKv() + ", etcd's " + expected);
            }
        } finally {
            delete(theirs);
            delete(ours);
        }
    }

    /**
     * etcdutl bumps from the last record, we from the compact revision where that is higher: clients have seen it. So
     * the goal is named, and where it is behind the compact revision there is nothing to compare.
     */
    private static void restore(Snapshot snapshot, Path to, SnapshotReport report, long bump) {
        Restore restore =
                Restore.from(snapshot).member(Oracle.NAME, Oracle.PEER).token(Oracle.TOKEN);
        restore = report.verdict() == Verdict.UNHASHED ? restore.acceptUnhashed() : restore;
        if (bump == 0) {
            restore = restore.keepRevision();
        } else if (report.compactRevision() > report.revision()) {
            restore = restore.revisionAtLeast(report.revision() + bump);
        } else {
            restore = restore.bumpRevisionBy(bump);
        }
        var ignored = restore.toDataDir(Oracle.NAME, to);
    }

    private static void delete(Path folder) {
        if (Files.exists(folder)) {
            EtcdRig.deleteTree(folder);
        }
    }

    @Override
    public void close() {
        oracle.close();
    }
}
