package io.daytwo.upgrade.certs;

import io.daytwo.plan.Step;
import java.util.Optional;

/** A step that concerns one node. */
interface HostStep extends Step {
    /** Its name in the plan. */
    String host();

    @Override
    default Optional<String> node() {
        return Optional.of(host());
    }
}
