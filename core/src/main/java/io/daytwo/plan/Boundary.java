package io.daytwo.plan;

import java.util.Optional;

/** Whether a run has to stop where it may: its token was cancelled, or its thread interrupted. */
final class Boundary {
    private Boundary() {}

    static Optional<String> reason(RunOptions options) {
        Optional<String> cancelled = options.cancellation().reason();
        return cancelled.isPresent() || !Thread.currentThread().isInterrupted()
                ? cancelled
                : Optional.of("its thread was interrupted");
    }
}
