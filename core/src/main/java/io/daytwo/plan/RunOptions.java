package io.daytwo.plan;

import io.daytwo.progress.ProgressListener;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How a plan is run; what is run is the plan's affair. Immutable, each call returns a copy. Defaults: a journal in
 * {@code ~/.daytwo} named after the plan's fingerprint and told by the first event, the result and every error; no
 * listener; nothing accepted; every node approved.
 */
public final class RunOptions {
    private final Optional<Journal> journal;
    private final ProgressListener listener;
    private final Set<String> accepted;
    private final boolean downtime;
    private final Optional<Predicate<String>> approval;
    private final Cancellation cancellation;
    private final Optional<String> breaking;
    private final Optional<String> reviewed;

    private RunOptions(
            Optional<Journal> journal,
            ProgressListener listener,
            Set<String> accepted,
            boolean downtime,
            Optional<Predicate<String>> approval,
            Cancellation cancellation,
            Optional<String> breaking,
            Optional<String> reviewed) {
        this.journal = journal;
        this.listener = listener;
        this.accepted = accepted;
        this.downtime = downtime;
        this.approval = approval;
        this.cancellation = cancellation;
        this.breaking = breaking;
        this.reviewed = reviewed;
    }

    /** {@return the defaults} */
    public static RunOptions defaults() {
        return new RunOptions(
                Optional.empty(),
                ProgressListener.none(),
                Set.of(),
                false,
                Optional.empty(),
                Cancellation.token(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Says where the journal is. The same journal resumes an interrupted run.
     *
     * @param file the journal
     * @return a copy
     */
    public RunOptions journal(Journal file) {
        return new RunOptions(
                Optional.of(file), listener, accepted, downtime, approval, cancellation, breaking, reviewed);
    }

    /**
     * Says who hears of the progress.
     *
     * @param hears all events; an exception it throws does not stop the run
     * @return a copy
     */
    public RunOptions onProgress(ProgressListener hears) {
        return new RunOptions(journal, hears, accepted, downtime, approval, cancellation, breaking, reviewed);
    }

    /**
     * Accepts findings that would block the run otherwise. Written to the journal.
     *
     * @param findings their names, e.g. {@code SystemVerification}; added to those accepted before
     * @return a copy
     */
    public RunOptions accepting(String... findings) {
        Set<String> more = new LinkedHashSet<>(accepted);
        more.addAll(Set.of(findings));
        return new RunOptions(
                journal, listener, Set.copyOf(more), downtime, approval, cancellation, breaking, reviewed);
    }

    /**
     * Consents to that being away which nothing can replace, e.g. the only control plane. Written to the journal.
     *
     * @return a copy
     */
    public RunOptions acceptDowntime() {
        return new RunOptions(journal, listener, accepted, true, approval, cancellation, breaking, reviewed);
    }

    /**
     * Asks before the first change of each node: an approval, a pause. It may take its time: the run waits, holding its
     * locks, and looks again afterwards. What was approved is written to the journal; a resumed run asks again.
     *
     * @param mayProceed asked with the node's name, one node at a time, on the thread at work on it; false stops the
     *     run there, an exception fails the step, which has changed nothing
     * @return a copy
     */
    public RunOptions beforeNode(Predicate<String> mayProceed) {
        return new RunOptions(
                journal, listener, accepted, downtime, Optional.of(mayProceed), cancellation, breaking, reviewed);
    }

    /**
     * Gives a token that stops the run.
     *
     * @param token cancelled from another thread
     * @return a copy
     */
    public RunOptions cancelledBy(Cancellation token) {
        return new RunOptions(journal, listener, accepted, downtime, approval, token, breaking, reviewed);
    }

    /**
     * Breaks the lock of a dead run. If that run is only asleep, its next change is refused when it wakes.
     *
     * @param id the holder's id, as {@link PlanLockedException} tells it; no other lock is broken
     * @return a copy
     */
    public RunOptions breakingLock(String id) {
        return new RunOptions(
                journal,
                listener,
                accepted,
                downtime,
                approval,
                cancellation,
                Optional.of(LockScript.requireId(id)),
                reviewed);
    }

    /**
     * Runs only the plan that was reviewed.
     *
     * @param previewJson what {@link PlanPreview#json()} returned then
     * @return a copy
     * @throws IllegalArgumentException if that is no preview
     */
    public RunOptions reviewed(String previewJson) {
        return new RunOptions(
                journal,
                listener,
                accepted,
                downtime,
                approval,
                cancellation,
                breaking,
                Optional.of(PreviewJson.fingerprint(previewJson)));
    }

    Journal journalFor(Fingerprint plan) {
        return journal.orElseGet(() -> Journal.ofPlan(plan));
    }

    ProgressListener listener() {
        return listener;
    }

    Set<String> accepted() {
        return accepted;
    }

    boolean isDowntimeAccepted() {
        return downtime;
    }

    Optional<Predicate<String>> approval() {
        return approval;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    Optional<String> breaking() {
        return breaking;
    }

    Optional<String> reviewed() {
        return reviewed;
    }
}
