package io.daytwo.etcd.snapshot;

import io.daytwo.progress.ProgressListener;
import java.nio.file.Path;

/** A snapshot file. */
@SuppressWarnings("DoNotCallSuggester")
public final class Snapshot {
    private final Path path;

    private Snapshot(Path path) {
        this.path = path;
    }

    public static Snapshot open(Path path) {
        return new Snapshot(path);
    }

    public Path path() {
        return path;
    }

    /**
     * The same snapshot after its file got another name, its bytes unchanged: what was verified stays known.
     *
     * @param name the name it has now
     * @return the snapshot under that name
     */
    public Snapshot renamed(Path name) {
        return new Snapshot(name);
    }

    public SnapshotReport verify() {
        return verify(ProgressListener.none());
    }

    public SnapshotReport verify(ProgressListener listener) {
        throw new UnsupportedOperationException();
    }

    public SnapshotReport report() {
        return verify();
    }

    public HashKv hashKv() {
        return hashKv(0);
    }

    public HashKv hashKv(long revision) {
        throw new UnsupportedOperationException();
    }
}
