package io.daytwo.plan;

/** Carries a cancellation from a step's own safe boundary out to the runner. */
final class StopSignal extends RuntimeException {
    StopSignal(String reason) {
        super(reason, null, false, false);
    }
}
