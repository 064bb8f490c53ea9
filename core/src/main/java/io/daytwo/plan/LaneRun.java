package io.daytwo.plan;

import io.daytwo.plan.PlanResult.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Lanes at work side by side, on daemon threads that end with this run. The first failure keeps further lanes from
 * beginning and stops those at work at their next boundary. Nothing is given back before all of them have ended.
 */
final class LaneRun {
    private final StepRun run;
    private final Boundary boundary;
    private final TreeMap<Integer, StepResult> results = new TreeMap<>();
    private final List<Throwable> ends = new ArrayList<>();
    private final Set<Thread> atWork = ConcurrentHashMap.newKeySet();

    LaneRun(StepRun run, Boundary boundary) {
        this.run = run;
        this.boundary = boundary;
    }

    /** In the order of the plan. */
    List<StepResult> of(List<Lane> lanes, int most) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(most, lanes.size()), job -> {
            Thread thread = new Thread(job, "daytwo-lane");
            thread.setDaemon(true);
            return thread;
        });
        lanes.forEach(lane -> threads.execute(() -> go(lane)));
        threads.shutdown();
        if (await(threads)) {
            Thread.currentThread().interrupt();
        }
        return finish();
    }

    private void go(Lane lane) {
        if (isOver()) {
            return;
        }
        atWork.add(Thread.currentThread());
        try {
            for (int step : lane.steps()) {
                StepResult result = run.step(step, lane);
                synchronized (this) {
                    results.put(step, result);
                }
            }
        } catch (RuntimeException | Error e) {
            end(e);
        } finally {
            atWork.remove(Thread.currentThread());
        }
    }

    private synchronized boolean isOver() {
        return !ends.isEmpty();
    }

    private synchronized void end(Throwable how) {
        ends.add(how);
        boundary.stop(how instanceof PlanCancelledException stop ? stop.reason() : "another lane died");
    }

    /** Whether this thread was interrupted meanwhile; the lanes are then, too. */
    private boolean await(ExecutorService threads) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
                boundary.stop("its thread was interrupted");
                atWork.forEach(Thread::interrupt);
            }
        }
        return interrupted;
    }

    /** The first failure, with how the other lanes ended; stops only if nothing failed. */
    private synchronized List<StepResult> finish() {
        if (ends.isEmpty()) {
            return List.copyOf(results.values());
        }
        List<PlanCancelledException> stops = new ArrayList<>();
        ends.forEach(end -> {
            if (end instanceof PlanCancelledException stop) {
                stops.add(stop);
            }
        });
        if (stops.size() == ends.size()) {
            throw PlanCancelledException.of(stops);
        }
        Throwable first = ends.stream()
                .filter(end -> !(end instanceof PlanCancelledException))
                .findFirst()
                .orElseThrow();
        ends.stream().filter(end -> end != first).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) first;
    }
}
