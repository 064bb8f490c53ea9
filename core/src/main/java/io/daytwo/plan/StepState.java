package io.daytwo.plan;

import java.util.List;

/** What a step's check saw. */
public sealed interface StepState {
    /**
     * There is nothing to do.
     *
     * @param evidence what was seen, e.g. {@code kubelet is v1.35.4}
     */
    record Done(String evidence) implements StepState {}

    /**
     * Something has to change.
     *
     * @param changes what, made by the code that applies it
     */
    record Needed(List<Change> changes) implements StepState {
        /**
         * Copies the list.
         *
         * @param changes what has to change
         */
        public Needed {
            changes = List.copyOf(changes);
        }

        /**
         * A state with these changes.
         *
         * @param changes what has to change
         * @return the state
         */
        public static Needed of(Change... changes) {
            return new Needed(List.of(changes));
        }
    }

    /**
     * It must not be done now.
     *
     * @param why whole sentences, with the evidence
     * @param remedy what to do about it, one sentence
     */
    record Blocked(String why, String remedy) implements StepState {}

    /**
     * It cannot be known before an earlier step has run.
     *
     * @param waitsFor the id of that step
     */
    record Unknown(String waitsFor) implements StepState {}
}
