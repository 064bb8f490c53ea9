package io.daytwo.plan;

import io.daytwo.DayTwoException;

/** Somebody else works on the cluster or the node. Nothing was changed. */
public final class PlanLockedException extends DayTwoException {
    private final String lock;
    private final LockHolder holder;

    PlanLockedException(String lock, LockHolder holder) {
        super(
                "The lock of " + lock + " is held by " + holder.holder() + " since " + holder.since() + " for: "
                        + holder.operation() + ". Nothing was changed.",
                "Wait for it; if it is certainly dead, continue it with its own journal, or break its lock by name:"
                        + " RunOptions.breakingLock(\"" + holder.id() + "\").");
        this.lock = lock;
        this.holder = holder;
    }

    /**
     * For those who implement {@link OperationLock}.
     *
     * @param lock what is locked, e.g. {@code cluster}
     * @param holder by whom
     * @return the error, to be thrown
     */
    public static PlanLockedException of(String lock, LockHolder holder) {
        return new PlanLockedException(lock, holder);
    }

    /** {@return what is locked, e.g. {@code node cp1}} */
    public String lock() {
        return lock;
    }

    /** {@return who holds it} */
    public LockHolder holder() {
        return holder;
    }
}
