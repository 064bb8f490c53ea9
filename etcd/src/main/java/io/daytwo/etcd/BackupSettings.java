package io.daytwo.etcd;

import io.daytwo.progress.ProgressListener;
import java.time.Duration;
import java.util.Optional;

/**
 * How a backup is taken.
 *
 * @param from the member to take it from, empty for the fittest
 * @param stallLimit how long no byte may come
 * @param sizeLimit the largest database taken, in bytes
 * @param lagAccepted whether a member far behind will do
 * @param divergenceAccepted whether members may disagree
 * @param listener hears of bytes
 */
record BackupSettings(
        Optional<String> from,
        Duration stallLimit,
        long sizeLimit,
        boolean lagAccepted,
        boolean divergenceAccepted,
        ProgressListener listener) {
    static BackupSettings defaults() {
        return new BackupSettings(
                Optional.empty(), Duration.ofSeconds(30), 64L << 30, false, false, ProgressListener.none());
    }

    MemberChoice choice() {
        return new MemberChoice(from, MemberExamination.FAR_BEHIND, lagAccepted, divergenceAccepted);
    }

    BackupSettings from(String name) {
        return new BackupSettings(Optional.of(name), stallLimit, sizeLimit, lagAccepted, divergenceAccepted, listener);
    }

    BackupSettings stallLimit(Duration limit) {
        return new BackupSettings(from, limit, sizeLimit, lagAccepted, divergenceAccepted, listener);
    }

    BackupSettings sizeLimit(long bytes) {
        return new BackupSettings(from, stallLimit, bytes, lagAccepted, divergenceAccepted, listener);
    }

    BackupSettings listener(ProgressListener heard) {
        return new BackupSettings(from, stallLimit, sizeLimit, lagAccepted, divergenceAccepted, heard);
    }

    BackupSettings acceptLag() {
        return new BackupSettings(from, stallLimit, sizeLimit, true, divergenceAccepted, listener);
    }

    BackupSettings acceptDivergence() {
        return new BackupSettings(from, stallLimit, sizeLimit, lagAccepted, true, listener);
    }
}
