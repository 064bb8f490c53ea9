package io.daytwo.plan;

import java.util.Optional;

/**
 * A component of a node that is away for a while when a step is applied.
 *
 * @param safeguard whom to ask
 * @param node the node's name
 * @param component e.g. {@code etcd}
 */
public record Disruption(Safeguard safeguard, String node, String component) {
    /**
     * Asks the safeguard now. The runner does it for every {@link Step#disruption()}; a step whose check alone knows
     * whether anything would stop asks by itself.
     *
     * @param downtimeAccepted whether the caller consents where nothing can take the component's place
     * @return why it must not be away; empty if it may
     */
    public Optional<StepState.Blocked> refusal(boolean downtimeAccepted) {
        Safeguard.Answer answer = safeguard.mayBeAway(node, component);
        if (answer instanceof Safeguard.No no) {
            return Optional.of(new StepState.Blocked(no.why(), no.remedy()));
        }
        if (answer instanceof Safeguard.Downtime downtime && !downtimeAccepted) {
            return Optional.of(new StepState.Blocked(
                    downtime.what(), "If that is acceptable, run it with RunOptions.acceptDowntime()."));
        }
        return Optional.empty();
    }
}
