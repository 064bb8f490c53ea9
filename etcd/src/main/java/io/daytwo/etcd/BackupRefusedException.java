package io.daytwo.etcd;

import io.daytwo.DayTwoException;

/**
 * A backup that was not begun, or not given its name, because of what was found. Nothing of what was there before has
 * changed.
 */
public final class BackupRefusedException extends DayTwoException {
    /** Why not. */
    public enum Reason {
        /** The target exists. */
        TARGET_EXISTS,
        /** The target is a symbolic link; it is not followed. */
        TARGET_IS_A_LINK,
        /** The target is a directory. */
        TARGET_IS_A_DIRECTORY,
        /** The target is a FIFO, socket or device. */
        TARGET_IS_NO_FILE,
        /** The folder of the target is missing or no directory. */
        NO_FOLDER,
        /** Everybody may rename and delete in the folder of the target. */
        FOLDER_IS_WORLD_WRITABLE,
        /** The folder of the target does not let this process create a file. */
        FOLDER_NOT_WRITABLE,
        /** A file of another run or of somebody else is in the way: the working file or the sidecar. */
        FILE_IN_THE_WAY,
        /** Another run is writing this very target. */
        BUSY,
        /** The disk has not room for the database. */
        NO_SPACE,
        /** No member has the name that was asked for. */
        NO_SUCH_MEMBER,
        /** No member that may be backed up can be reached. */
        NO_FIT_MEMBER,
        /** The member asked for is a learner. */
        LEARNER,
        /** The member asked for is too far behind the others. */
        LAGGING,
        /** A CORRUPT alarm is raised. */
        CORRUPT_ALARM
    }

    private final Reason reason;
    private final String subject;

    BackupRefusedException(Reason reason, String subject, String evidence, String remedy) {
        super(subject + ": no backup was made: " + evidence + " Nothing was changed.", remedy);
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
