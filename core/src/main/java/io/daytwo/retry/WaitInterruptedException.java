package io.daytwo.retry;

import io.daytwo.DayTwoException;
import org.jspecify.annotations.Nullable;

/** The waiting thread was interrupted. Its interrupt flag is set again. */
public final class WaitInterruptedException extends DayTwoException {
    private final String what;

    WaitInterruptedException(String what, @Nullable Throwable cause) {
        super("Interrupted while waiting: " + what + ".", "Run the operation again.", cause);
        this.what = what;
    }

    /** {@return what was waited for} */
    public String what() {
        return what;
    }
}
