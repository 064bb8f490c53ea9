package io.daytwo.plan;

import io.daytwo.DayTwoException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Something did not work on every node. */
public final class FanOutFailedException extends DayTwoException {
    private final List<String> nodes;

    private FanOutFailedException(String problem, String remedy, List<String> nodes, @Nullable Throwable cause) {
        super(problem, remedy, cause);
        this.nodes = nodes;
    }

    static FanOutFailedException of(FanOutResult<?> result) {
        List<String> failed = result.failed();
        String each = failed.stream()
                .map(node -> node + ": " + say(result.outcomes().get(node)))
                .collect(Collectors.joining("; "));
        RuntimeException cause = failed.stream()
                .map(result.outcomes()::get)
                .filter(NodeOutcome.Failed.class::isInstance)
                .map(outcome -> ((NodeOutcome.Failed<?>) outcome).error())
                .findFirst()
                .orElse(null);
        String problem = result.what() + " did not work on " + failed.size() + " of "
                + result.outcomes().size() + " nodes: " + each + ".";
        String remedy = cause instanceof DayTwoException ours ? ours.remedy() : "Look at the first cause.";
        return new FanOutFailedException(problem, remedy, failed, cause);
    }

    static FanOutFailedException unended(String what, String node, String why) {
        return new FanOutFailedException(
                node + ": " + what + " did not end when it was interrupted (" + why + "); its outcome is unknown.",
                "Look at what it left behind on the node.",
                List.of(node),
                null);
    }

    private static String say(@Nullable NodeOutcome<?> outcome) {
        if (outcome instanceof NodeOutcome.Failed<?> failed) {
            RuntimeException error = failed.error();
            return error instanceof DayTwoException ours
                    ? ours.problemAndEvidence()
                    : String.valueOf(error.getMessage());
        }
        return outcome instanceof NodeOutcome.NotRun<?> not ? "not begun: " + not.why() : "worked";
    }

    /** {@return where it failed or was not begun} */
    public List<String> nodes() {
        return nodes;
    }
}
