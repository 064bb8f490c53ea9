package io.daytwo.plan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A list of steps and the fingerprint of what they were made from. Data: it can be previewed, stored, compared and run,
 * as often as wanted. Making one only reads. Immutable; the nodes stay the caller's, to close.
 */
public final class Plan {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

    private final String title;
    private final Nodes nodes;
    private final List<Step> steps;
    private final Map<String, String> inputs;
    private final Optional<OperationLock> clusterLock;
    private final Set<String> workers;
    private final int workersAtOnce;
    private final Fingerprint fingerprint;

    private Plan(
            String title,
            Nodes nodes,
            List<Step> steps,
            Map<String, String> inputs,
            Optional<OperationLock> clusterLock,
            Set<String> workers,
            int workersAtOnce) {
        this.title = title;
        this.nodes = nodes;
        this.steps = List.copyOf(steps);
        this.inputs = inputs;
        this.clusterLock = clusterLock;
        this.workers = workers;
        this.workersAtOnce = workersAtOnce;
        this.fingerprint = Fingerprint.of(inputs, nodes.names(), this.steps);
    }

    /**
     * A plan.
     *
     * @param title for people, e.g. {@code upgrade of cp1 to v1.35.4}
     * @param nodes all machines its steps touch; a run locks each
     * @param steps in the order in which they run; ids are letters, digits, {@code . _ -}, parted by {@code /}
     * @return the plan
     */
    public static Plan of(String title, Nodes nodes, List<? extends Step> steps) {
        Set<String> ids = new HashSet<>();
        for (Step step : steps) {
            if (!ID.matcher(step.id()).matches() || !ids.add(step.id())) {
                throw new IllegalArgumentException("steps: not an id, or twice: " + step.id());
            }
            step.node().filter(node -> !nodes.names().contains(node)).ifPresent(node -> {
                throw new IllegalArgumentException("steps: " + step.id() + " is on unknown node " + node);
            });
        }
        return new Plan(title, nodes, List.copyOf(steps), Map.of(), Optional.empty(), Set.of(), 1);
    }

    /**
     * Adds something that the plan was made from, e.g. the target version. Two plans with other inputs are two plans:
     * the journal of one is refused by the other. It has to be the same when the plan is made again half-way.
     *
     * @param name what
     * @param value no secret
     * @return a copy
     */
    public Plan input(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(inputs);
        more.put(name, value);
        return new Plan(title, nodes, steps, Map.copyOf(more), clusterLock, workers, workersAtOnce);
    }

    /**
     * Names the lock of the whole cluster, taken before those of the nodes.
     *
     * @param cluster the lock
     * @return a copy
     */
    public Plan lockedBy(OperationLock cluster) {
        return new Plan(title, nodes, steps, inputs, Optional.of(cluster), workers, workersAtOnce);
    }

    /**
     * Lets the steps of workers run side by side. Steps of these nodes that stand together in the plan are parted into
     * lanes, one for each node; everything before ends first, everything after waits. The first failure keeps further
     * lanes from beginning and stops those at work at their next boundary. A step must not wait for one of another
     * lane. It is no input: a run may be resumed with another number.
     *
     * @param names nodes whose steps need not wait for each other's: neither control planes nor hosts of etcd
     * @param most how many are worked on at a time, 1 or more
     * @return a copy
     */
    public Plan workersAtOnce(Collection<String> names, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most: less than 1");
        }
        for (String name : names) {
            if (!nodes.names().contains(name) || nodes.isOneByOne(name)) {
                throw new IllegalArgumentException("names: " + name + " is no worker of this plan");
            }
        }
        return new Plan(title, nodes, steps, inputs, clusterLock, Set.copyOf(names), most);
    }

    /** {@return for people} */
    public String title() {
        return title;
    }

    /** {@return the steps, in order} */
    public List<Step> steps() {
        return steps;
    }

    /** {@return SHA-256 over inputs, nodes and step ids, hex} */
    public String fingerprint() {
        return fingerprint.hex();
    }

    Fingerprint print() {
        return fingerprint;
    }

    Nodes nodes() {
        return nodes;
    }

    Set<String> workers() {
        return workers;
    }

    int workersAtOnce() {
        return workersAtOnce;
    }

    Optional<OperationLock> clusterLock() {
        return clusterLock;
    }

    /** {@return what would be done with the default options} */
    public PlanPreview preview() {
        return preview(RunOptions.defaults());
    }

    /**
     * Runs all checks and no change; whatever is not marked as reading is refused. A journal is looked at, not created.
     *
     * @param options as for the run
     * @return what a run would do now
     * @throws ChangeRefusedException if a step's check would have changed something: its defect
     */
    public PlanPreview preview(RunOptions options) {
        return new Preview(this, options).take();
    }

    /**
     * Runs it with the default options.
     *
     * @return what was done
     */
    @CanIgnoreReturnValue
    public PlanResult run() {
        return run(RunOptions.defaults());
    }

    /**
     * Makes it so: checks all steps, takes the locks, then checks, applies and checks each. Blocks until the end.
     *
     * @param options how
     * @return what was done
     * @throws PlanBlockedException if it may not be run; nothing was changed
     * @throws PlanLockedException if another run holds a lock; nothing was changed
     * @throws JournalException if the journal cannot be used
     * @throws StepFailedException if it stopped midway; the same journal resumes it
     * @throws PlanCancelledException if it was cancelled or its thread interrupted; the same journal resumes it
     */
    @CanIgnoreReturnValue
    public PlanResult run(RunOptions options) {
        return new PlanRunner(this, options, Probe.NONE).run();
    }

    /** {@return title and fingerprint} */
    @Override
    public String toString() {
        return title + " (plan " + fingerprint.brief() + ", " + steps.size() + " steps)";
    }
}
