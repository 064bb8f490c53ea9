package io.daytwo.manifests;

import io.daytwo.node.Command;
import io.daytwo.plan.StepContext;
import io.daytwo.retry.Await;
import io.daytwo.retry.AwaitTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Stops a static Pod and proves it. The kubelet does it, if it is at work and has seen an API server since it was
 * started: before that it deletes no Pod (k8s.io/kubernetes pkg/kubelet/kubelet.go, deletePod: sources are not ready).
 * What outlives its manifest therefore gets what the kubelet would send, SIGTERM, and after the Pod's grace SIGKILL. As
 * the manifest is gone nobody starts it again; that is looked at too.
 */
record PodStop(StepContext context, PodOnNode pod) {
    private static final Duration KILLED = Duration.ofSeconds(15);
    private static final Duration STAYS = Duration.ofSeconds(3);

    /** With the manifest parked already. */
    void prove() {
        PodState state = pod.state();
        if (state.isKubeletAtWork()) {
            if (isGoneWithin(pod.noticeLimit())) {
                return;
            }
            if (!isUntouched(state) && isGoneWithin(pod.shape().grace())) {
                return;
            }
            context.note(pod.component() + " outlives its manifest: the kubelet does not stop it; it gets SIGTERM");
        } else if (!pod.remains(state).isEmpty()) {
            context.note("the kubelet is not at work: " + pod.component() + " gets SIGTERM");
        }
        terminate();
    }

    /** Whether nothing shows that the kubelet has sent a signal: a server that got one closes its ports first. */
    private boolean isUntouched(PodState before) {
        PodState now = pod.state();
        return identities(now).equals(identities(before))
                && now.listening().containsAll(pod.shape().ports());
    }

    private static List<String> identities(PodState state) {
        return state.working().stream()
                .map(process -> process.pid() + " " + process.ticks())
                .toList();
    }

    private void terminate() {
        signal("TERM", pod.state().working());
        Await grace = quiet(pod.shape().grace());
        try {
            var unused = grace.until(pod::state, state -> state.working().isEmpty());
        } catch (AwaitTimeoutException e) {
            signal("KILL", pod.state().working());
        }
        signal("KILL", pod.state().processes());
        if (!isGoneWithin(KILLED) || !staysAway()) {
            PodState state = pod.state();
            throw new PodNotStoppedException(
                    pod.node().name(),
                    pod.component(),
                    pod.remains(state),
                    pod.place().parkedPath(),
                    state.isKubeletAtWork());
        }
    }

    private boolean isGoneWithin(Duration limit) {
        try {
            var unused = quiet(limit).until(() -> pod.remains(pod.state()), List::isEmpty);
            return true;
        } catch (AwaitTimeoutException e) {
            return false;
        }
    }

    /** A kubelet that has not seen the manifest go would start a new container at once. */
    private boolean staysAway() {
        try {
            var unused = quiet(STAYS).until(() -> pod.remains(pod.state()), remains -> !remains.isEmpty());
            return false;
        } catch (AwaitTimeoutException e) {
            return true;
        }
    }

    private Await quiet(Duration limit) {
        return Await.forThat(pod.component() + " to stop").within(limit).every(Duration.ofMillis(300));
    }

    private void signal(String signal, List<PodProcess> processes) {
        if (processes.isEmpty()) {
            return;
        }
        String[] arguments = Stream.concat(
                        Stream.of(signal),
                        processes.stream()
                                .flatMap(process ->
                                        Stream.of(Integer.toString(process.pid()), Long.toString(process.ticks()))))
                .toArray(String[]::new);
        pod.node().run(Command.changingShell(PodScript.SIGNAL, arguments)).orThrow();
    }
}
