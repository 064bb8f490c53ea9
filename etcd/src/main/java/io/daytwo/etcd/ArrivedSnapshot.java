package io.daytwo.etcd;

import io.daytwo.etcd.BackupFailedException.Kind;
import io.daytwo.etcd.snapshot.HashKv;
import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.etcd.snapshot.SnapshotCorruptedException;
import io.daytwo.etcd.snapshot.SnapshotReport;
import io.daytwo.etcd.snapshot.SnapshotUnreadableException;
import io.daytwo.etcd.snapshot.Verdict;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has arrived and has no name yet. Its hash is the member's already; now it is read back and hashed again, every
 * record decoded, and its HashKV compared with the one that the member computes from its own memory and file: a member
 * that hands out damaged data with a correct hash is found here.
 *
 * @param member whom it came from
 * @param part the file
 * @param received what the download counted and hashed
 * @param settings how the backup is taken
 */
record ArrivedSnapshot(
        ReachableMember member, PartFile part, SnapshotDownload.Received received, BackupSettings settings) {
    private static final Logger LOG = LoggerFactory.getLogger(ArrivedSnapshot.class);

    /**
     * What was found.
     *
     * @param snapshot the file
     * @param hashKv its HashKV
     * @param confirmed whether the member computed the same
     * @param doubts what a person should know
     */
    record Proof(Snapshot snapshot, HashKv hashKv, boolean confirmed, List<String> doubts) {
        SnapshotReport report() {
            return snapshot.report();
        }
    }

    /**
     * Verifies it, and forces it to disk meanwhile.
     *
     * @param agreed the members' hashes from before the download
     */
    Proof prove(List<KeySpaceHash> agreed) {
        ExecutorService beside = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "daytwo-etcd backup");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Future<?> forced = beside.submit(() -> {
                part.force();
                return null;
            });
            Snapshot snapshot = Snapshot.open(part.path());
            Proof proof = confirm(snapshot, verified(snapshot), agreed);
            forced.get();
            return proof;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? writeFailed(io) : new IllegalStateException(e.getCause());
        } catch (SnapshotUnreadableException e) {
            throw unreadable(e);
        } finally {
            beside.shutdownNow();
        }
    }

    /** {@return the HashKV of the newest revision; the whole file is read back and verified for it} */
    private HashKv verified(Snapshot snapshot) {
        try {
            SnapshotReport report = snapshot.verify(settings.listener());
            if (report.verdict() != Verdict.INTACT || !report.sha256().equals(received.sha256())) {
                throw failed(
                        Kind.HASH_MISMATCH,
                        "What is read back from " + part.path() + " is not what arrived.",
                        "The disk or its controller is at fault: look into the kernel's log and save to another disk.",
                        null);
            }
            return snapshot.hashKv();
        } catch (SnapshotCorruptedException e) {
            throw damaged(e.damage(), e);
        }
    }

    private BackupFailedException damaged(String damage, @Nullable Throwable cause) {
        return failed(
                Kind.CORRUPT,
                "What arrived is what the member hashed, but it is no sound database: " + damage,
                "The member's own file is damaged: take the backup from another member, then replace this one.",
                cause);
    }

    private Proof confirm(Snapshot snapshot, HashKv own, List<KeySpaceHash> agreed) {
        KeySpaceHash computed = ofMember(own);
        Optional<KeySpaceHash> told = ask(own.revision()).filter(computed::isComparableTo);
        if (told.isEmpty()) {
            // The member compacted beyond it meanwhile; what it said before the download may do as well.
            told = agreed.stream()
                    .filter(one -> one.member().equals(member.label()))
                    .filter(one -> one.compactRevision() == own.compactRevision())
                    .findFirst();
            computed = told.map(before -> ofMember(snapshot.hashKv(before.revision())))
                    .orElse(computed);
        }
        List<String> doubts = new ArrayList<>();
        if (told.isEmpty()) {
            doubts.add("its HashKV could not be compared with the member's");
        } else if (told.get().hash() != computed.hash()) {
            refuse(told.get(), computed);
            doubts.add("its HashKV differs from the member's, which was accepted: " + told.get() + "; in the snapshot "
                    + computed.hash());
        }
        return new Proof(snapshot, own, doubts.isEmpty(), List.copyOf(doubts));
    }

    private KeySpaceHash ofMember(HashKv computed) {
        return new KeySpaceHash(member.label(), computed.hash(), computed.revision(), computed.compactRevision());
    }

    private Optional<KeySpaceHash> ask(long revision) {
        try {
            return HashComparison.at(member, revision);
        } catch (EtcdUnavailableException | EtcdRefusedException e) {
            LOG.warn("{} did not tell its HashKV at revision {}", member.label(), revision, e);
            return Optional.empty();
        }
    }

    private void refuse(KeySpaceHash told, KeySpaceHash computed) {
        if (!settings.divergenceAccepted()) {
            throw failed(
                    Kind.DIFFERS_FROM_MEMBER,
                    "The snapshot is sound, but its key space is not the one the member serves: " + told
                            + "; in the snapshot the hash is " + computed.hash() + ".",
                    "Look at the member's memory and disk; take the backup from another member, then replace this one.",
                    null);
        }
    }

    private BackupFailedException unreadable(SnapshotUnreadableException e) {
        return e.kind() == SnapshotUnreadableException.Kind.INTERRUPTED
                ? interrupted(e)
                : failed(
                        Kind.WRITE_FAILED,
                        "What was written could not be read again.",
                        "Look at the disk and its mount.",
                        e);
    }

    private BackupFailedException interrupted(Throwable e) {
        return failed(Kind.INTERRUPTED, "The thread was interrupted.", "Run it again.", e);
    }

    /** {@return the error for a file that could not be written to its end or named} */
    BackupFailedException writeFailed(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            Thread.currentThread().interrupt();
            return interrupted(e);
        }
        return part.isDiskFull()
                ? failed(
                        Kind.DISK_FULL,
                        "The disk of " + part.folder() + " is full.",
                        "Free some space, or save to another disk.",
                        e)
                : failed(
                        Kind.WRITE_FAILED,
                        "Writing " + part.path() + " failed: " + e.getMessage() + ".",
                        "Look at the disk and its mount, or save to another disk.",
                        e);
    }

    private BackupFailedException failed(Kind kind, String evidence, String remedy, @Nullable Throwable cause) {
        long database = received.bytes() - SnapshotDownload.TRAILER;
        return new BackupFailedException(kind, member.label(), database, database, evidence, remedy, cause);
    }
}
