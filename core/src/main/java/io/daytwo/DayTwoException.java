package io.daytwo;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The base of every error of the library. Unchecked. The message reads: problem, evidence, remedy; {@link #remedy()} is
 * its last part alone, what to do next, fit for a ticket. Children live in the package that throws them and carry their
 * facts as fields: tests and callers use those, never the text. Control characters, which text from a node may hold,
 * appear in the message as escapes and cannot command a terminal.
 */
public abstract class DayTwoException extends RuntimeException {
    private final String problemAndEvidence;
    private final String remedy;

    /**
     * An error without a cause.
     *
     * @param problem what could not be done and the evidence for it, in whole sentences, naming node and file
     * @param remedy the next thing to do, one sentence
     */
    protected DayTwoException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    /**
     * An error with a cause.
     *
     * @param problem what could not be done and the evidence for it, in whole sentences, naming node and file
     * @param remedy the next thing to do, one sentence
     * @param cause what was caught, or null
     */
    protected DayTwoException(String problem, String remedy, @Nullable Throwable cause) {
        super(PlainText.of(problem + " " + remedy), cause);
        this.problemAndEvidence = PlainText.of(problem);
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /** {@return the message without the remedy} */
    public final String problemAndEvidence() {
        return problemAndEvidence;
    }

    /** {@return what to do next, one sentence} */
    public final String remedy() {
        return remedy;
    }
}
