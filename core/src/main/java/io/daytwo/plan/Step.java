package io.daytwo.plan;

import java.util.List;
import java.util.Optional;

/**
 * One change of a plan. {@link #check} is its precondition and its postcondition: the runner checks, applies if needed,
 * and checks again; a step whose second check is not {@link StepState.Done} has failed, whatever its commands returned.
 * A step may be killed anywhere and is then checked and applied again, so it either repeats without harm or recognizes
 * its own half-done work. Reach nodes through the context only: it keeps checks from changing anything, and changes
 * from happening without the lock. Immutable.
 */
public interface Step {
    /** {@return a name that stays the same between attempts and releases, e.g. {@code cp1/drain}} */
    String id();

    /** {@return one line for a person} */
    String title();

    /** {@return the node it changes; empty for a step of the whole cluster} */
    default Optional<String> node() {
        return Optional.empty();
    }

    /** {@return what is away for a while when it is applied; each {@link Safeguard} is asked before} */
    default List<Disruption> disruptions() {
        return List.of();
    }

    /**
     * Looks. Changes nothing, answers at every time, also when earlier steps have not run.
     *
     * @param context nodes and facts
     * @return what it saw
     */
    StepState check(StepContext context);

    /**
     * Makes the change that {@link #check} found needed.
     *
     * @param context nodes and facts
     */
    void apply(StepContext context);
}
