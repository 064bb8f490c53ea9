package io.daytwo.etcd.snapshot;

import io.daytwo.DayTwoException;

/** A restore that was not begun, because of what was asked for or found. Nothing was changed. */
public final class RestoreRefusedException extends DayTwoException {
    /** Why not. */
    public enum Reason {
        /** Several members and no token: each machine would make a cluster of its own. */
        TOKEN_MISSING,
        /** The snapshot's cluster had a member with these peer URLs and this token. */
        SAME_IDS,
        /** The snapshot carries no SHA-256, and that was not accepted. */
        UNHASHED,
        /** The new revision would leave the range of revisions. */
        REVISION_OUT_OF_RANGE,
        /** The file system has not room for the data directory. */
        NO_SPACE,
        /** The folder that is to hold the target is missing or no directory. */
        NO_FOLDER,
        /** The target is a file, a device or a link that leads nowhere. */
        TARGET_IS_NO_DIRECTORY,
        /** Another run is restoring into this very target. */
        BUSY
    }

    private final Reason reason;
    private final String subject;

    RestoreRefusedException(Reason reason, String subject, String evidence, String remedy) {
        super(subject + ": nothing was restored: " + evidence + " Nothing was changed.", remedy);
        this.reason = reason;
        this.subject = subject;
    }

    /** {@return why not} */
    public Reason reason() {
        return reason;
    }

    /** {@return the file, folder or member that was the reason} */
    public String subject() {
        return subject;
    }
}
