package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.PageSource;
import io.daytwo.etcd.internal.bbolt.ReadTap;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

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
    private boolean filling;
    private boolean behind;
    private boolean closed;

    /** So many bytes; none at the end. */
    static final class Block {
        private final byte[] bytes = new byte[BLOCK];
        private long from;
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
    public void read(long position, byte[] bytes, int offset, int count) {
        for (Block block = claim(position, count); block != null; block = claim(position, count)) {
            if (block.from < position) {
                file.read(block.from, block.bytes, 0, block.size);
            } else {
                System.arraycopy(bytes, offset + (int) (block.from - position), block.bytes, 0, block.size);
            }
            filled(block);
        }
    }

    /** A block for the next bytes wanted, when they are among those just read or shortly before them; else null. */
    private synchronized @Nullable Block claim(long position, int count) {
        long near = position - (count >= BLOCK / 2 ? LARGE_GAP : SMALL_GAP);
        while (!closed && next < position + count && next >= near) {
            behind = next < position - SMALL_GAP;
            if (!behind && !empty.isEmpty()) {
                filling = true;
                return block(empty.remove(), next < position ? position : position + count);
            }
            if (!awaitTaking()) {
                return null;
            }
        }
        return null;
    }

    private Block block(Block block, long until) {
        block.from = next;
        block.size = (int) Math.min(BLOCK, until - next);
        next += block.size;
        return block;
    }

    private synchronized void filled(Block block) {
        full.add(block);
        filling = false;
        notifyAll();
    }

    /** The next block, which is the caller's until the one after it is asked for; of no bytes at the end. */
    synchronized Block take() {
        empty.add(taken);
        while (full.isEmpty() && filling && !closed && awaitFilled()) {
            // the walk has the next bytes in its hands
        }
        if (full.isEmpty()) {
            taken = block(empty.remove(), closed ? next : end);
            file.read(taken.from, taken.bytes, 0, taken.size);
        } else {
            taken = full.remove();
        }
        if (behind || empty.size() >= BLOCKS / 2) {
            notifyAll();
        }
        return taken;
    }

    private boolean awaitFilled() {
        try {
            while (filling && !closed) {
                wait();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
            return false;
        }
    }

    /** Until half of the blocks are empty, or the other has read on by itself. */
    private boolean awaitTaking() {
        try {
            long before = next;
            while (!closed && (behind ? next == before : empty.size() < BLOCKS / 2)) {
                wait();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** From now on nobody waits here. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
