package io.daytwo.upgrade.certs;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Certificates are dated by the clock of the node that signs them. */
final class ClockSkew {
    /** kubeadm dates certificates this far back (cmd/kubeadm/app/util/datetime.go, StartTimeUTC). */
    private static final Duration MOST = Duration.ofMinutes(5);

    private static final String FINDING = "ClockSkew";

    private ClockSkew() {}

    /** Refuses a node whose time is another than here. */
    static Optional<StepState> refusal(StepContext context, String node) {
        if (context.isAccepted(FINDING)) {
            return Optional.empty();
        }
        NodeExecutor machine = context.node(node);
        Instant before = Instant.now();
        CommandResult result = machine.run(Command.reading("date", "+%s")).orThrow();
        Instant after = Instant.now();
        Instant there = Instant.ofEpochSecond(Long.parseLong(result.stdout().strip()));
        boolean early = there.isBefore(before.minus(MOST));
        if (!early && !there.isAfter(after.plus(MOST))) {
            return Optional.empty();
        }
        return Optional.of(new StepState.Blocked(
                "The clock of " + node + " says " + there + ", here it is "
                        + Instant.ofEpochSecond(after.getEpochSecond()) + ": certificates signed there would "
                        + (early ? "expire too early." : "not be valid yet."),
                "Set the clock that is wrong, or accept it: RunOptions.accepting(\"" + FINDING + "\")."));
    }
}
