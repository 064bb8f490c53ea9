package io.daytwo.plan;

import io.daytwo.cluster.ApiUnavailableException;
import io.daytwo.cluster.ClusterClient;
import io.daytwo.node.NodeExecutor;
import io.daytwo.retry.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/**
 * The lock of a cluster whose API servers a run may stop: a file on one node, always, and the Lease while the API
 * serves. The file is the lock, so that nobody gets in while the API is away; the Lease tells those who do not reach
 * that node. A run that began without the API does not look at the Lease: after a restore it is one of the past.
 */
final class ClusterLock implements OperationLock {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final NodeLock file;
    private final LeaseLock lease;
    private final LeaseLock atOnce;
    private final Map<String, LockHolder> leases = new ConcurrentHashMap<>();

    ClusterLock(ClusterClient cluster, NodeExecutor node) {
        this.file = new NodeLock(node, "cluster", "cluster, on node " + node.name());
        this.lease = new LeaseLock(cluster);
        this.atOnce = new LeaseLock(cluster.withRetry(RetryPolicy.once()).withDeadline(DEADLINE));
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public LockHolder take(LockClaim claim) {
        LockHolder hold = file.take(claim);
        leases.remove(claim.id());
        try {
            leases.put(claim.id(), lease.take(claim));
        } catch (ApiUnavailableException e) {
            LoggerFactory.getLogger(ClusterLock.class)
                    .info("No API server serves: the lock of the {} is that file alone", file.name());
        } catch (RuntimeException e) {
            Uninterrupted.run(() -> file.release(hold));
            throw e;
        }
        return hold;
    }

    @Override
    public void confirm(LockHolder hold) {
        file.confirm(hold);
        LockHolder taken = leases.get(hold.id());
        if (taken != null) {
            try {
                atOnce.confirm(taken);
            } catch (ApiUnavailableException e) {
                LoggerFactory.getLogger(ClusterLock.class)
                        .debug("No API server serves: the lock of the {} is confirmed by that file", file.name());
            }
        }
    }

    /** The Lease first: while it is ours, the file says so too. */
    @Override
    public void release(LockHolder hold) {
        try {
            lease.releaseAll(hold.id());
        } catch (ApiUnavailableException e) {
            LoggerFactory.getLogger(ClusterLock.class)
                    .warn(
                            "No API server serves: if a Lease of the {} was taken, it is still held; another run gets"
                                    + " in with RunOptions.breakingLock(\"{}\")",
                            file.name(),
                            hold.id());
        } finally {
            file.release(hold);
        }
    }
}
