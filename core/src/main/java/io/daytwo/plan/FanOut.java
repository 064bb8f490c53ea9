package io.daytwo.plan;

import io.daytwo.node.NodeExecutor;
import io.daytwo.progress.ProgressListener;
import java.time.Duration;
import java.util.function.Function;

/**
 * One thing on many nodes at once: facts, health, the same file everywhere. Without a plan, hence without locks and
 * journal: what must not be done on two nodes at a time belongs into a plan. Immutable, each call returns a copy.
 * Defaults: 10 nodes at once, 10 minutes in all, after the first failure no further node is begun.
 */
public final class FanOut {
    /** What a failure means for the nodes that have not begun. */
    public enum AfterFailure {
        /** They are not begun; those at work end their work. */
        BEGIN_NO_MORE,
        /** They are done all the same. */
        CARRY_ON
    }

    private final Nodes nodes;
    private final int atOnce;
    private final Duration limit;
    private final AfterFailure afterFailure;
    private final ProgressListener listener;

    private FanOut(Nodes nodes, int atOnce, Duration limit, AfterFailure afterFailure, ProgressListener listener) {
        this.nodes = nodes;
        this.atOnce = atOnce;
        this.limit = limit;
        this.afterFailure = afterFailure;
        this.listener = listener;
    }

    /**
     * All nodes, with the defaults.
     *
     * @param nodes stay the caller's, to close
     * @return the fan-out
     */
    public static FanOut over(Nodes nodes) {
        return new FanOut(nodes, 10, Duration.ofMinutes(10), AfterFailure.BEGIN_NO_MORE, ProgressListener.none());
    }

    /**
     * Bounds the parallelism.
     *
     * @param most nodes at a time, 1 or more
     * @return a copy
     */
    public FanOut atOnce(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most: less than 1");
        }
        return new FanOut(nodes, most, limit, afterFailure, listener);
    }

    /**
     * Bounds the time.
     *
     * @param most for all nodes together; then those at work are interrupted
     * @return a copy
     */
    public FanOut within(Duration most) {
        if (most.isNegative() || most.isZero() || most.toDays() >= 365) {
            throw new IllegalArgumentException("most: not positive, or a year or more");
        }
        return new FanOut(nodes, atOnce, most, afterFailure, listener);
    }

    /**
     * Says what a failure means for the others.
     *
     * @param policy what to do
     * @return a copy
     */
    public FanOut afterFailure(AfterFailure policy) {
        return new FanOut(nodes, atOnce, limit, policy, listener);
    }

    /**
     * Says who hears of the progress; each node is told as a step.
     *
     * @param hears all events, from several threads
     * @return a copy
     */
    public FanOut onProgress(ProgressListener hears) {
        return new FanOut(nodes, atOnce, limit, afterFailure, hears);
    }

    /**
     * Does it and waits for the end. If this thread is interrupted, the work is interrupted too, and the result tells
     * how far it came; the interrupt flag is set again. Failures are in the result: {@link FanOutResult#orThrow()}.
     *
     * @param what for people, e.g. {@code facts}
     * @param work runs once for each node, on threads of its own, which end with this call
     * @param <T> what it returns
     * @return the outcome of every node
     */
    public <T> FanOutResult<T> run(String what, Function<NodeExecutor, T> work) {
        return new FanOutRun<>(nodes, atOnce, limit, afterFailure, listener.guarded(), what, work).run();
    }
}
