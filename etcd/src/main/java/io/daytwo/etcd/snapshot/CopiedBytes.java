package io.daytwo.etcd.snapshot;

/** How far a copy has got: one thread writes, another follows. Thread-safe. */
final class CopiedBytes {
    private long end;
    private boolean over;

    synchronized void advanceTo(long position) {
        end = position;
        notifyAll();
    }

    /** No more bytes will come, be the copy complete or not. */
    synchronized void finish() {
        over = true;
        notifyAll();
    }

    /** Waits until there is more than this; gives back how much there is, which is not more only when it is over. */
    synchronized long awaitBeyond(long position) throws InterruptedException {
        while (end <= position && !over) {
            wait();
        }
        return end;
    }
}
