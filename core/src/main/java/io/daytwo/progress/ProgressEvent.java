package io.daytwo.progress;

import java.time.Duration;

/**
 * Something worth telling a person while an operation runs: bytes that move, here, or the steps of a plan, in
 * {@link PlanEvent}. Immutable; holds no secrets.
 */
public sealed interface ProgressEvent
        permits ProgressEvent.Started, ProgressEvent.Advanced, ProgressEvent.Finished, ProgressEvent.Warned, PlanEvent {
    /** {@return the piece of work, e.g. {@code snapshot from https://10.0.0.11:2379}} */
    String what();

    /** {@return one line for a person} */
    String message();

    /**
     * Work began.
     *
     * @param what the piece of work
     * @param totalBytes how many bytes it will move, or -1 when that is not known
     */
    record Started(String what, long totalBytes) implements ProgressEvent {
        @Override
        public String message() {
            return totalBytes < 0 ? what : what + ": " + ByteCount.of(totalBytes);
        }
    }

    /**
     * Work moved on.
     *
     * @param what the piece of work
     * @param bytes bytes done since it began
     * @param totalBytes bytes in all, or -1 when that is not known
     */
    record Advanced(String what, long bytes, long totalBytes) implements ProgressEvent {
        @Override
        public String message() {
            return what + ": " + ByteCount.of(bytes) + (totalBytes < 0 ? "" : " of " + ByteCount.of(totalBytes));
        }
    }

    /**
     * Work is done.
     *
     * @param what the piece of work
     * @param bytes bytes moved
     * @param took wall time
     */
    record Finished(String what, long bytes, Duration took) implements ProgressEvent {
        @Override
        public String message() {
            return what + ": " + ByteCount.of(bytes) + " in " + Took.of(took);
        }
    }

    /**
     * The work goes on or is done, but a person should know something about it.
     *
     * @param what the piece of work
     * @param sentence what to know
     */
    record Warned(String what, String sentence) implements ProgressEvent {
        @Override
        public String message() {
            return "WARNING: " + what + ": " + sentence;
        }
    }
}
