package io.daytwo.manifests;

import io.daytwo.retry.Await;
import io.daytwo.retry.AwaitTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Waits until a static Pod is up: a container runs for some seconds, listens where its flags say, and answers its probe
 * on the node itself.
 *
 * @param before what was seen before anything was changed
 * @param earlier uids of Pods that do not count
 * @param hopeful whether a container that ends again and again is waited for until the end
 */
record PodUp(PodOnNode pod, PodState before, Set<String> earlier, boolean hopeful) {
    private static final int ENOUGH = 2;
    private static final Duration STEADY = Duration.ofSeconds(5);

    /** What was seen last, and what it lacks. */
    private record Look(PodState state, Optional<String> lacks, boolean hopeless) {
        @Override
        public String toString() {
            return lacks.orElse("that it is up");
        }
    }

    /** How it went: the evidence when it is up, else the problem and the last state. */
    record Outcome(boolean up, String evidence, PodState state) {}

    Outcome await(Duration limit) {
        long began = System.nanoTime();
        Await wait = Await.forThat(pod.component() + " to be up").within(limit);
        try {
            Look last = wait.until(this::look, look -> look.lacks().isEmpty() || look.hopeless());
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            return new Outcome(
                    last.lacks().isEmpty(),
                    last.lacks()
                            .map(what -> "its container ended " + restarts(last.state()) + " times within " + seconds
                                    + " s.")
                            .orElse("up after " + seconds + " s"),
                    last.state());
        } catch (AwaitTimeoutException e) {
            Look last = look();
            String notice = last.state().isKubeletAtWork() ? "" : " The kubelet is not at work.";
            return new Outcome(false, "after " + limit.toSeconds() + " s " + last + "." + notice, last.state());
        }
    }

    private Look look() {
        PodState state = pod.state().without(earlier);
        Optional<String> lacks = pod.lacks(state);
        if (lacks.isEmpty() && !isSteady(state)) {
            lacks = Optional.of("it is up for less than " + STEADY.toSeconds() + " s");
        }
        return new Look(state, lacks, !hopeful && lacks.isPresent() && restarts(state) >= ENOUGH);
    }

    private boolean isSteady(PodState state) {
        Instant now = state.now();
        return state.youngestContainer()
                .filter(start -> !start.plus(STEADY).isAfter(now))
                .isPresent();
    }

    /** The kubelet goes on counting where the logs of a Pod with the same hash ended. */
    private int restarts(PodState state) {
        return state.logs().entrySet().stream()
                .mapToInt(log -> log.getValue().restarts()
                        - Optional.ofNullable(before.logs().get(log.getKey()))
                                .map(PodState.Log::restarts)
                                .orElse(0))
                .max()
                .orElse(0);
    }

    /** As an error, with the last words of the Pods that are there or have come. */
    PodNotStartedException failure(Outcome outcome, String problem, boolean putBack, String remedy) {
        PodState last = outcome.state();
        Set<String> old = new TreeSet<>(before.logs().keySet());
        old.removeAll(last.uids());
        List<String> words = pod.lastWords(last.without(old));
        return new PodNotStartedException(pod.node().name(), pod.component(), problem, words, putBack, remedy);
    }
}
