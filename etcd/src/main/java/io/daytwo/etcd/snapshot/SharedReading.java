package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.PageSource;
import io.daytwo.etcd.internal.bbolt.ReadTap;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets one reading of a file do for two threads: one that walks its pages, and one that takes all bytes in order. Pages
 * lie mostly in the order in which they are walked, so what the walk reads is put aside for the other, in a few blocks;
 * the walk waits while they are full. What it does not read in order the other reads for itself.
 */
final class SharedReading implements ReadTap {
    private static final int BLOCK = 256 << 10;
    private static final int BLOCKS = 12;
    private static final long SMALL_GAP = 64 << 10;
    private static final long LARGE_GAP = 16 << 20;

    private final PageSource file;
    private final long end;
    private final Deque<Block> empty = new ArrayDeque<>();
    private final Deque<Block> full = new ArrayDeque<>();
    private Block taken = new Block();
    private long next;
    private long taking;
    private boolean closed;

    /** So many bytes; none at the end. */
    static final class Block {
        private final byte[] bytes = new byte[BLOCK];
        private int size;

        byte[] bytes() {
            return bytes;
        }

        int size() {
            return size;
        }
    }

    SharedReading(PageSource file, long end) {
        this.file = file;
        this.end = end;
        for (int i = 1; i < BLOCKS; i++) {
            empty.add(new Block());
        }
    }

    @Override
    public synchronized void read(long position, byte[] bytes, int offset, int count) {
        long until = position + count;
        while (!closed && next < until && isNear(position, count)) {
            if (next < position - SMALL_GAP || empty.isEmpty()) {
                if (!awaitTaking()) {
                    return;
                }
                continue;
            }
            Block block = empty.remove();
            if (next < position) {
                fill(block, position);
            } else {
                block.size = (int) Math.min(BLOCK, until - next);
                System.arraycopy(bytes, offset + (int) (next - position), block.bytes, 0, block.size);
            }
            next += block.size;
            full.add(block);
        }
    }

    /** Whether the bytes wanted next come soon: a walk that runs on has left out a stretch of free pages at most. */
    private boolean isNear(long position, int count) {
        return next >= position - (count >= BLOCK / 2 ? LARGE_GAP : SMALL_GAP);
    }

    private void fill(Block block, long until) {
        block.size = (int) Math.min(BLOCK, until - next);
        file.read(next, block.bytes, 0, block.size);
    }

    /** Until the other took something, which may have been read by itself. */
    private boolean awaitTaking() {
        try {
            long before = taking;
            while (taking == before && !closed) {
                wait();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The next block, which is the caller's until the one after it is asked for; of no bytes at the end. */
    synchronized Block take() {
        taking++;
        empty.add(taken);
        if (full.isEmpty()) {
            taken = empty.remove();
            fill(taken, end);
            next += taken.size;
        } else {
            taken = full.remove();
        }
        notifyAll();
        return taken;
    }

    /** From now on nobody waits for blocks to be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
