package io.daytwo.plan;

import io.daytwo.node.NodeExecutor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** All locks of one run: the cluster's, then those of the nodes, by name so that no two runs wait for each other. */
final class HeldLocks implements AutoCloseable {
    private record Held(OperationLock lock, LockHolder hold) {}

    private final List<Held> held = new ArrayList<>();
    private final Map<String, Held> nodes = new LinkedHashMap<>();
    private Optional<Held> cluster = Optional.empty();

    private HeldLocks() {}

    /** All or none. */
    static HeldLocks take(Plan plan, LockClaim claim) {
        HeldLocks locks = new HeldLocks();
        try {
            locks.cluster = plan.clusterLock().map(lock -> locks.add(lock, claim));
            List<String> names = plan.nodes().names().stream().sorted().toList();
            for (String name : names) {
                NodeLock lock = NodeLock.of(name, plan.nodes().node(name));
                locks.nodes.put(name, locks.add(lock, claim));
            }
            return locks;
        } catch (RuntimeException e) {
            Uninterrupted.run(locks::close);
            throw e;
        }
    }

    private Held add(OperationLock lock, LockClaim claim) {
        Held taken = new Held(lock, lock.take(claim));
        held.add(0, taken);
        return taken;
    }

    /** Demands, before a step, that the cluster's lock and its node's are still ours; each command compares again. */
    void confirm(Step step) {
        cluster.ifPresent(taken -> taken.lock().confirm(taken.hold()));
        step.node().map(nodes::get).ifPresent(taken -> taken.lock().confirm(taken.hold()));
    }

    NodeExecutor fenced(String name, NodeExecutor node, Runnable changed) {
        Held taken = nodes.get(name);
        if (taken == null) {
            throw new IllegalArgumentException("name: no node " + name + " among " + nodes.keySet());
        }
        return new FencedNode(node, NodeLock.of(name, node), taken.hold(), changed);
    }

    /** Gives all back. One that cannot be reached keeps its lock, which the same journal takes over. */
    @Override
    public void close() {
        for (Held taken : held) {
            try {
                taken.lock().release(taken.hold());
            } catch (RuntimeException e) {
                // whatever a lock or an executor of a user's own throws: the others are given back, too
                LoggerFactory.getLogger(HeldLocks.class)
                        .warn(
                                "The lock of {} was not given back: {}",
                                taken.lock().name(),
                                e.getMessage());
            }
        }
    }
}
