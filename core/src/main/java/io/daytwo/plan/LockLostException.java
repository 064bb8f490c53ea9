package io.daytwo.plan;

import io.daytwo.DayTwoException;
import org.jspecify.annotations.Nullable;

/**
 * A lock could not be used: it was broken and is no longer ours, or its file cannot be read. The command did not run.
 */
public final class LockLostException extends DayTwoException {
    private final String lock;

    LockLostException(String lock, String problem, String remedy, @Nullable Throwable cause) {
        super("The lock of " + lock + " " + problem, remedy, cause);
        this.lock = lock;
    }

    /**
     * For those who implement {@link OperationLock}: it is no longer ours.
     *
     * @param lock what was locked, e.g. {@code cluster}
     * @return the error, to be thrown
     */
    public static LockLostException of(String lock) {
        return new LockLostException(
                lock,
                "is no longer ours: somebody broke it while this run was away. The change was not made.",
                "Look at who works on it now before running the plan again.",
                null);
    }

    /** {@return what was locked, e.g. {@code node cp1}} */
    public String lock() {
        return lock;
    }
}
