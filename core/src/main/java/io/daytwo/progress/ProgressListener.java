package io.daytwo.progress;

import org.slf4j.Logger;

/**
 * Hears what happens. Called on the thread that works, often: be quick. An exception thrown here never stops the
 * operation; the library logs the first one and goes on. Implementations must be thread-safe.
 */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Hears one event.
     *
     * @param event what happened
     */
    void on(ProgressEvent event);

    /** {@return a listener that ignores everything} */
    static ProgressListener none() {
        return event -> {};
    }

    /**
     * Writes lines for a person: start and end of each piece of work, and at most one line a second between them.
     *
     * @param out where to, e.g. {@code System.out}; not closed
     * @return the listener
     */
    static ProgressListener console(Appendable out) {
        return new ConsoleProgress(out);
    }

    /**
     * Logs starts and ends at INFO, the rest at DEBUG.
     *
     * @param log where to
     * @return the listener
     */
    static ProgressListener slf4j(Logger log) {
        return event -> {
            if (event instanceof ProgressEvent.Advanced) {
                log.debug("{}", event.message());
            } else {
                log.info("{}", event.message());
            }
        };
    }

    /**
     * This listener, then another.
     *
     * @param next hears each event after this one
     * @return both as one
     */
    default ProgressListener andThen(ProgressListener next) {
        return event -> {
            on(event);
            next.on(event);
        };
    }

    /** {@return this listener behind a guard: an exception it throws is logged once and goes no further} */
    default ProgressListener guarded() {
        return new GuardedListener(this);
    }
}
