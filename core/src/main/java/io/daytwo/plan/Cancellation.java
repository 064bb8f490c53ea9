package io.daytwo.plan;

import java.util.Optional;

/**
 * A way to stop a run from another thread: it stops at the next safe boundary, which is between two steps or where a
 * step says so, never in the middle of a change. Thread-safe; cannot be taken back.
 */
public final class Cancellation {
    private Optional<String> reason = Optional.empty();

    private Cancellation() {}

    /** {@return a token that is not cancelled} */
    public static Cancellation token() {
        return new Cancellation();
    }

    /**
     * Asks the run to stop. Only the first call counts.
     *
     * @param why for messages and the journal
     */
    public synchronized void cancel(String why) {
        reason = reason.or(() -> Optional.of(why));
    }

    /** {@return why, once cancelled} */
    public synchronized Optional<String> reason() {
        return reason;
    }
}
