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

    /**
     * For those who wait otherwise than by {@link Await}: set the thread's flag again, then throw this.
     *
     * @param what was waited for
     * @param cause what was caught
     * @return the error, to be thrown
     */
    public static WaitInterruptedException of(String what, InterruptedException cause) {
        return new WaitInterruptedException(what, cause);
    }

    /** {@return what was waited for} */
    public String what() {
        return what;
    }
}
