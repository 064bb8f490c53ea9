package io.daytwo.progress;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/** Keeps a listener's exceptions away from the work it hears of. */
final class GuardedListener implements ProgressListener {
    private final ProgressListener listener;
    private final AtomicBoolean complained = new AtomicBoolean();

    GuardedListener(ProgressListener listener) {
        this.listener = listener;
    }

    @Override
    public void on(ProgressEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            if (complained.compareAndSet(false, true)) {
                // not a constant: nobody should wait for the start of a logging system that is never needed
                LoggerFactory.getLogger(GuardedListener.class)
                        .warn("A progress listener failed and is not logged again; the operation goes on", e);
            }
        }
    }

    @Override
    public ProgressListener guarded() {
        return this;
    }
}
