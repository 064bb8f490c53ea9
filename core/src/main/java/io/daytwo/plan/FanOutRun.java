package io.daytwo.plan;

import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.FanOut.AfterFailure;
import io.daytwo.plan.NodeOutcome.Failed;
import io.daytwo.plan.NodeOutcome.NotRun;
import io.daytwo.plan.NodeOutcome.Succeeded;
import io.daytwo.progress.PlanEvent;
import io.daytwo.progress.ProgressListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** One fan-out at work, on daemon threads that end with it. */
final class FanOutRun<T> {
    /** After the deadline: how long interrupted work may take to end before the call returns without it. */
    private static final long GRACE_SECONDS = 10;

    private final Nodes nodes;
    private final int atOnce;
    private final Duration limit;
    private final AfterFailure afterFailure;
    private final ProgressListener listener;
    private final String what;
    private final Function<NodeExecutor, T> work;
    private final Map<String, NodeOutcome<T>> outcomes = new ConcurrentHashMap<>();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private volatile Optional<String> stop = Optional.empty();
    private final long started = System.nanoTime();

    FanOutRun(
            Nodes nodes,
            int atOnce,
            Duration limit,
            AfterFailure afterFailure,
            ProgressListener listener,
            String what,
            Function<NodeExecutor, T> work) {
        this.nodes = nodes;
        this.atOnce = atOnce;
        this.limit = limit;
        this.afterFailure = afterFailure;
        this.listener = listener;
        this.what = what;
        this.work = work;
    }

    FanOutResult<T> run() {
        List<String> names = nodes.names();
        listener.on(new PlanEvent.PlanStarted(what, names.size(), ""));
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(atOnce, names.size())), job -> {
            Thread thread = new Thread(job, "daytwo-fan-out");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < names.size(); i++) {
            int number = i + 1;
            threads.execute(() -> one(names.get(number - 1), number, names.size()));
        }
        threads.shutdown();
        await(threads);
        return finish(names);
    }

    private void await(ExecutorService threads) {
        try {
            if (threads.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
            stop("the time was over: " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            stop("interrupted");
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow().clear();
        Uninterrupted.run(() -> settle(threads));
    }

    private static void settle(ExecutorService threads) {
        try {
            if (!threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                LoggerFactory.getLogger(FanOutRun.class).warn("Work on a node does not heed its interrupt");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void one(String name, int number, int of) {
        Optional<String> stopped = stop;
        if (stopped.isPresent()) {
            outcomes.put(name, new NotRun<>(stopped.get()));
            return;
        }
        begun.add(name);
        long began = System.nanoTime();
        listener.on(new PlanEvent.StepStarted(name, what, number, of));
        try {
            T value = work.apply(nodes.node(name));
            outcomes.put(name, new Succeeded<>(value, PlanRunner.since(began)));
            listener.on(new PlanEvent.StepFinished(name, what, PlanRunner.since(began)));
        } catch (RuntimeException e) {
            outcomes.put(name, new Failed<>(e, PlanRunner.since(began)));
            listener.on(new PlanEvent.StepFailed(name, String.valueOf(e.getMessage())));
            if (afterFailure == AfterFailure.BEGIN_NO_MORE) {
                stop(name + " failed");
            }
        }
    }

    private synchronized void stop(String reason) {
        stop = stop.or(() -> Optional.of(reason));
    }

    private FanOutResult<T> finish(List<String> names) {
        Map<String, NodeOutcome<T>> ordered = new LinkedHashMap<>();
        String why = stop.orElse("its work died");
        for (String name : names) {
            NodeOutcome<T> outcome = outcomes.get(name);
            if (outcome == null) {
                outcome = begun.contains(name)
                        ? new Failed<>(FanOutFailedException.unended(what, name, why), PlanRunner.since(started))
                        : new NotRun<>(why);
            }
            ordered.put(name, outcome);
        }
        FanOutResult<T> result = new FanOutResult<>(what, ordered);
        int worked = result.values().size();
        listener.on(
                result.failed().isEmpty()
                        ? new PlanEvent.PlanFinished(what, worked, 0, PlanRunner.since(started))
                        : new PlanEvent.PlanStopped(what, worked + " of " + names.size() + " nodes worked"));
        return result;
    }
}
