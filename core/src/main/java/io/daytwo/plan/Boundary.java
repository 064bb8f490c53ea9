package io.daytwo.plan;

import java.util.Optional;

/**
 * Where a run has to stop because it may: its token was cancelled, its thread interrupted, or one of its lanes failed.
 */
final class Boundary {
    private final Cancellation asked;
    private final Cancellation failed = Cancellation.token();

    Boundary(Cancellation asked) {
        this.asked = asked;
    }

    Optional<String> reason() {
        Optional<String> stopped = asked.reason().or(failed::reason);
        return stopped.isPresent() || !Thread.currentThread().isInterrupted()
                ? stopped
                : Optional.of("its thread was interrupted");
    }

    /** Stops the other lanes of this run; only the first call counts. */
    void stop(String why) {
        failed.cancel(why);
    }
}
