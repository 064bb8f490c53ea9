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
     * Writes for a person. On a terminal, which is {@code System.out} when it is one: what is over line by line, and
     * below one live line for each piece of work that runs. Anywhere else plain lines: start and end of each piece of
     * work, and at most one line a second between them.
     *
     * @param out where to, e.g. {@code System.out}; not closed
     * @return the listener
     */
    static ProgressListener console(Appendable out) {
        return Screen.is(out) ? new LiveProgress(out) : new ConsoleProgress(out);
    }

    /**
     * Writes one JSON object a line: {@code at}, {@code event}, the event's components by name, durations as
     * {@code tookMillis}, and {@code message}. UTF-8 where {@code out} is; control characters are escaped.
     *
     * @param out where to; not closed, not flushed
     * @return the listener
     */
    static ProgressListener jsonLines(Appendable out) {
        return new JsonLines(out);
    }

    /**
     * Logs failures at WARN, what moves between start and end at DEBUG, the rest at INFO.
     *
     * @param log where to
     * @return the listener
     */
    static ProgressListener slf4j(Logger log) {
        return event -> {
            if (event instanceof ProgressEvent.Advanced || event instanceof PlanEvent.StepNoted) {
                log.debug("{}", event.message());
            } else if (event instanceof PlanEvent.StepFailed || event instanceof PlanEvent.PlanStopped) {
                log.warn("{}", event.message());
            } else if (event instanceof ProgressEvent.Warned) {
                log.warn("{}", event.message());
            } else {
                log.info("{}", event.message());
            }
        };
    }

    /**
     * This listener, then another, which hears all events although this one throws.
     *
     * @param next hears each event after this one
     * @return both as one
     */
    default ProgressListener andThen(ProgressListener next) {
        ProgressListener first = guarded();
        return event -> {
            first.on(event);
            next.on(event);
        };
    }

    /** {@return this listener behind a guard: an exception it throws is logged once and goes no further} */
    default ProgressListener guarded() {
        return new GuardedListener(this);
    }
}
