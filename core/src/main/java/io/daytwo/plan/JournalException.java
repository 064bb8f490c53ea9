package io.daytwo.plan;

import io.daytwo.DayTwoException;
import org.jspecify.annotations.Nullable;

/** A journal cannot be used. Nothing was changed but, where it could not be written, by the steps before. */
public final class JournalException extends DayTwoException {
    /** What is wrong with it. */
    public enum Kind {
        /** A line that was once whole is damaged. */
        CORRUPT,
        /** It holds another plan, which is unfinished, or no journal at all. */
        FOREIGN,
        /** A newer release wrote it. */
        NEWER,
        /** Another run has it open. */
        BUSY,
        /** It could not be read or written. */
        IO
    }

    private final Kind kind;
    private final String file;

    JournalException(Kind kind, String file, String problem, String remedy, @Nullable Throwable cause) {
        super("The journal " + file + " " + problem, remedy, cause);
        this.kind = kind;
        this.file = file;
    }

    JournalException(Kind kind, String file, String problem, String remedy) {
        this(kind, file, problem, remedy, null);
    }

    /** {@return what is wrong with it} */
    public Kind kind() {
        return kind;
    }

    /** {@return which journal; of a node's copy, the node and the path there} */
    public String file() {
        return file;
    }
}
