package io.daytwo.etcd.snapshot;

import io.daytwo.DayTwoException;
import java.nio.file.Path;

/** The etcd that is to serve the restored data is older than the one that wrote the snapshot. Nothing was changed. */
public final class SnapshotTooNewException extends DayTwoException {
    private final String snapshotVersion;
    private final String targetVersion;

    SnapshotTooNewException(Path snapshot, String kind, String snapshotVersion, String targetVersion, String remedy) {
        super(
                snapshot + ": nothing was restored: its " + kind + " version is " + snapshotVersion + ", and etcd "
                        + targetVersion + " would refuse to start on it. Nothing was changed.",
                remedy);
        this.snapshotVersion = snapshotVersion;
        this.targetVersion = targetVersion;
    }

    /** {@return the version the snapshot needs, e.g. {@code 3.6.0}} */
    public String snapshotVersion() {
        return snapshotVersion;
    }

    /** {@return the line that was asked for, e.g. {@code 3.5}} */
    public String targetVersion() {
        return targetVersion;
    }
}
