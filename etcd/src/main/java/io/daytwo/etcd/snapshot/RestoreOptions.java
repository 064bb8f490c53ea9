package io.daytwo.etcd.snapshot;

import io.daytwo.progress.ProgressListener;

/**
 * How to restore, whatever the members are. Immutable.
 *
 * @param goal where the revision shall stand
 * @param line the etcd it is for
 * @param keepAlarms whether alarms are restored too
 * @param acceptUnhashed whether a file without SHA-256 will do
 * @param allowSameIds whether members may have ids they had in the snapshot
 * @param listener hears of progress
 */
record RestoreOptions(
        RevisionGoal goal,
        EtcdLine line,
        boolean keepAlarms,
        boolean acceptUnhashed,
        boolean allowSameIds,
        ProgressListener listener) {
    static RestoreOptions defaults() {
        return new RestoreOptions(
                new RevisionGoal.By(Restore.DEFAULT_BUMP),
                EtcdLine.NEWEST,
                false,
                false,
                false,
                ProgressListener.none());
    }

    RestoreOptions withGoal(RevisionGoal newGoal) {
        return new RestoreOptions(newGoal, line, keepAlarms, acceptUnhashed, allowSameIds, listener);
    }

    RestoreOptions withLine(EtcdLine newLine) {
        return new RestoreOptions(goal, newLine, keepAlarms, acceptUnhashed, allowSameIds, listener);
    }

    RestoreOptions keepingAlarms() {
        return new RestoreOptions(goal, line, true, acceptUnhashed, allowSameIds, listener);
    }

    RestoreOptions acceptingUnhashed() {
        return new RestoreOptions(goal, line, keepAlarms, true, allowSameIds, listener);
    }

    RestoreOptions allowingSameIds() {
        return new RestoreOptions(goal, line, keepAlarms, acceptUnhashed, true, listener);
    }

    RestoreOptions withListener(ProgressListener newListener) {
        return new RestoreOptions(goal, line, keepAlarms, acceptUnhashed, allowSameIds, newListener.guarded());
    }
}
