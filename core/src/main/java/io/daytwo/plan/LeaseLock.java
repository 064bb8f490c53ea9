package io.daytwo.plan;

import io.daytwo.cluster.ClusterClient;
import io.daytwo.cluster.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A lock in the Lease {@code kube-system/daytwo}, taken by compare and swap. It does not run out: a holder that sleeps
 * cannot be told from a dead one by time. The fencing number is the Lease's count of transitions. Who deletes the Lease
 * breaks the lock.
 */
final class LeaseLock implements OperationLock {
    static final String NAMESPACE = "kube-system";
    static final String LEASE = "daytwo";
    private static final String HOLDER = "daytwo.io/holder";
    private static final String OPERATION = "daytwo.io/operation";
    /** Each is lost to another writer, who then mostly holds it: that is seen at the next look. */
    private static final int TRIES = 5;

    private final ClusterClient cluster;

    LeaseLock(ClusterClient cluster) {
        this.cluster = cluster;
    }

    @Override
    public String name() {
        return "cluster";
    }

    private Optional<Lease> read() {
        return cluster.lease(NAMESPACE, LEASE);
    }

    @Override
    public LockHolder take(LockClaim claim) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Lease> now = read();
            now.ifPresent(lease -> refuseAnothers(lease, claim));
            Lease wanted = now.orElseGet(() -> Lease.named(NAMESPACE, LEASE))
                    .heldBy(claim.id(), claim.since(), Duration.ZERO)
                    .withAnnotation(HOLDER, claim.holder())
                    .withAnnotation(OPERATION, claim.operation());
            Optional<Lease> taken = now.isPresent() ? cluster.updateLease(wanted) : cluster.createLease(wanted);
            if (taken.isPresent()) {
                return holder(taken.get());
            }
        }
        throw new LockLostException(
                name(), "could not be taken: somebody else changes its Lease all the time.", "Run it again.", null);
    }

    private void refuseAnothers(Lease lease, LockClaim claim) {
        String id = lease.holder();
        boolean ours =
                id.equals(claim.id()) || claim.breaking().filter(id::equals).isPresent();
        if (!id.isEmpty() && !ours) {
            throw new PlanLockedException(name(), holder(lease));
        }
    }

    private LockHolder holder(Lease lease) {
        try {
            return new LockHolder(
                    LockScript.requireId(lease.holder()),
                    lease.annotations().getOrDefault(HOLDER, "unknown"),
                    lease.annotations().getOrDefault(OPERATION, "unknown"),
                    lease.acquired().orElse(Instant.EPOCH),
                    lease.transitions());
        } catch (IllegalArgumentException e) {
            throw new LockLostException(
                    name(),
                    "cannot be read: the Lease " + NAMESPACE + "/" + LEASE + " is held by something else.",
                    "Find out who holds it (kubectl -n " + NAMESPACE + " get lease " + LEASE
                            + " -o yaml); if nobody works on the cluster, delete it.",
                    e);
        }
    }

    @Override
    public void confirm(LockHolder hold) {
        if (read().filter(lease -> isOf(lease, hold)).isEmpty()) {
            throw LockLostException.of(name());
        }
    }

    private static boolean isOf(Lease lease, LockHolder hold) {
        return lease.holder().equals(hold.id()) && lease.transitions() == hold.fencing();
    }

    @Override
    public void release(LockHolder hold) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Lease> ours = read().filter(lease -> isOf(lease, hold));
            if (ours.isEmpty() || cluster.updateLease(ours.get().released()).isPresent()) {
                return;
            }
        }
    }

    /** After a taking whose answer was lost: gives back what this id holds, with whatever number. */
    void releaseAll(String id) {
        read().filter(lease -> lease.holder().equals(id)).map(this::holder).ifPresent(this::release);
    }
}
