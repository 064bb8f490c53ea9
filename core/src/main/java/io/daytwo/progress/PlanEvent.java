package io.daytwo.progress;

import java.time.Duration;

/** What happens to a plan and to its steps. The totals are known, because a plan is a list. */
public sealed interface PlanEvent extends ProgressEvent {
    /**
     * A run began.
     *
     * @param what the plan's title
     * @param steps how many steps it has
     * @param journal where the run is written down; empty for work without one
     */
    record PlanStarted(String what, int steps, String journal) implements PlanEvent {
        @Override
        public String message() {
            return what + ": " + steps + (steps == 1 ? " step" : " steps")
                    + (journal.isEmpty() ? "" : ", journal " + journal);
        }
    }

    /**
     * A step is being applied.
     *
     * @param what the step's id
     * @param title for people
     * @param number its place in the plan, from 1
     * @param of how many there are
     */
    record StepStarted(String what, String title, int number, int of) implements PlanEvent {
        @Override
        public String message() {
            return "[" + number + "/" + of + "] " + what + ": " + title;
        }
    }

    /**
     * A step was done already.
     *
     * @param what the step's id
     * @param evidence how it shows
     * @param number its place in the plan, from 1
     * @param of how many there are
     */
    record StepSkipped(String what, String evidence, int number, int of) implements PlanEvent {
        @Override
        public String message() {
            return "[" + number + "/" + of + "] " + what + ": already done: " + evidence;
        }
    }

    /**
     * A running step tells something.
     *
     * @param what the step's id
     * @param text one line
     */
    record StepNoted(String what, String text) implements PlanEvent {
        @Override
        public String message() {
            return what + ": " + text;
        }
    }

    /**
     * A step is done.
     *
     * @param what the step's id
     * @param evidence what its second check saw
     * @param took wall time
     */
    record StepFinished(String what, String evidence, Duration took) implements PlanEvent {
        @Override
        public String message() {
            return what + ": done in " + Took.of(took) + ": " + evidence;
        }
    }

    /**
     * A step failed.
     *
     * @param what the step's id
     * @param problem why
     */
    record StepFailed(String what, String problem) implements PlanEvent {
        @Override
        public String message() {
            return what + ": FAILED: " + problem;
        }
    }

    /**
     * A run ended well.
     *
     * @param what the plan's title
     * @param applied how many steps it applied
     * @param alreadyDone how many were done already
     * @param took wall time
     */
    record PlanFinished(String what, int applied, int alreadyDone, Duration took) implements PlanEvent {
        @Override
        public String message() {
            return what + ": " + applied + " done, " + alreadyDone + " already so, in " + Took.of(took);
        }
    }

    /**
     * A run stopped before its end.
     *
     * @param what the plan's title
     * @param reason why and where
     */
    record PlanStopped(String what, String reason) implements PlanEvent {
        @Override
        public String message() {
            return what + ": stopped: " + reason;
        }
    }
}
