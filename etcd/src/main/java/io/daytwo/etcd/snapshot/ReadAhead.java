package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.PageSource;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file from its first byte to its last on a thread of its own, a few blocks ahead of the one thread that takes
 * them: copying out of the page cache costs a third of what hashing costs.
 */
final class ReadAhead implements AutoCloseable {
    private static final int BLOCK = 128 << 10;
    private static final int BLOCKS = 4;

    private final PageSource file;
    private final long end;
    private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread thread = new Thread(this::run, "daytwo-read-ahead");
    private volatile boolean stopped;
    private @Nullable Block taken;

    /** So many bytes of the file; none at its end, or when it could not be read. */
    static final class Block {
        private final byte[] bytes = new byte[BLOCK];
        private int size;
        private @Nullable RuntimeException failure;

        byte[] bytes() {
            return bytes;
        }

        int size() {
            return size;
        }
    }

    private ReadAhead(PageSource file, long end) {
        this.file = file;
        this.end = end;
        for (int i = 0; i < BLOCKS; i++) {
            empty.add(new Block());
        }
        thread.setDaemon(true);
    }

    static ReadAhead of(PageSource file, long end) {
        ReadAhead reading = new ReadAhead(file, end);
        reading.thread.start();
        return reading;
    }

    private void run() {
        try {
            for (long at = 0; at <= end; ) {
                Block block = empty.take();
                if (stopped) {
                    return;
                }
                fill(block, at);
                full.put(block);
                if (block.size == 0 || block.failure != null) {
                    return;
                }
                at += block.size;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void fill(Block block, long at) {
        block.size = (int) Math.min(BLOCK, end - at);
        try {
            file.read(at, block.bytes, 0, block.size);
        } catch (RuntimeException e) {
            block.failure = e;
        }
    }

    /** The next block, in place of the one given before; of no bytes at the end. */
    Block next() {
        try {
            if (taken != null) {
                empty.put(taken);
            }
            Block next = full.take();
            taken = next;
            if (next.failure != null) {
                throw next.failure;
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new ClosedByInterruptException());
        }
    }

    @Override
    public void close() {
        stopped = true;
        empty.add(new Block());
        awaitEnd(thread);
    }

    /** Joins a thread that is about to end, whatever interrupts come meanwhile. */
    static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
