package io.daytwo.node;

import io.daytwo.progress.ProgressEvent;
import io.daytwo.progress.ProgressListener;
import java.time.Duration;

/** Tells of bytes that move, at most once a megabyte. */
final class ByteProgress {
    private static final long STEP = 1 << 20;

    private final String what;
    private final long total;
    private final ProgressListener listener;
    private final long started = System.nanoTime();
    private long done;
    private long told;

    ByteProgress(String what, long total, ProgressListener listener) {
        this.what = what;
        this.total = total;
        this.listener = listener.guarded();
        this.listener.on(new ProgressEvent.Started(what, total));
    }

    void advanced(int bytes) {
        done += Math.max(bytes, 0);
        if (done - told >= STEP) {
            told = done;
            listener.on(new ProgressEvent.Advanced(what, done, total));
        }
    }

    void finished() {
        listener.on(new ProgressEvent.Finished(what, done, Duration.ofNanos(System.nanoTime() - started)));
    }
}
