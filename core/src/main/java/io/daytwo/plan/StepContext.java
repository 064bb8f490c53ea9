package io.daytwo.plan;

import io.daytwo.node.NodeExecutor;
import io.daytwo.progress.ProgressListener;
import java.util.Optional;
import java.util.function.Supplier;

/** What a step sees of the run it is part of. Made by the runner; valid during the call it was handed to. */
public interface StepContext {
    /**
     * A node of the plan. In a check it refuses every command not marked as reading; in an apply it runs changing
     * commands only while the run still holds the node's lock, which is compared on the node in the same command.
     *
     * @param name the node's name
     * @return the node; closing it does nothing
     * @throws IllegalArgumentException if the plan has no such node
     */
    NodeExecutor node(String name);

    /**
     * A fact that an earlier attempt or an earlier step kept.
     *
     * @param name which
     * @return its value
     */
    Optional<String> fact(String name);

    /**
     * A fact that stays the same in every attempt, e.g. a token or the path of a backup: taken from the journal, or
     * made now and safely stored, here and on the nodes, before this call returns. Only in {@link Step#apply}. Never a
     * secret.
     *
     * @param name which
     * @param first makes the value when there is none yet
     * @return the value
     * @throws IllegalStateException in a check
     */
    String keep(String name, Supplier<String> first);

    /**
     * Whether the caller accepted a finding.
     *
     * @param finding e.g. {@code SystemVerification}
     * @return true after {@link RunOptions#accepting}
     */
    boolean isAccepted(String finding);

    /** {@return whether the caller consented to what cannot be kept up being away} */
    boolean isDowntimeAccepted();

    /** {@return where to tell of bytes moved} */
    ProgressListener progress();

    /**
     * Tells a person what goes on in this step.
     *
     * @param text one line, no secrets
     */
    void note(String text);

    /**
     * A safe boundary inside {@link Step#apply}: if the run was cancelled, it stops here, by an exception that the step
     * lets through.
     */
    void checkpoint();
}
