package io.daytwo.etcd.internal.mvcc;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.LongConsumer;

/**
 * A number for each key, keys by their 128-bit hashes, open addressing: 24 bytes a slot, three quarters of the slots
 * used at most, so 32 to 64 bytes a key. When the largest table is full it drops the half of its keys whose hash has a
 * one as its next bit; they get a pass of their own later. Memory is bounded for any number of keys, at the price of
 * time: one reading of the key space for each {@value #LARGEST} slots' worth of keys, rounded up to a power of two. Not
 * thread-safe.
 */
final class KeyTable {
    /** No number was ever set for the key. */
    static final long ABSENT = Long.MIN_VALUE;

    /** Slots of the largest table by default: 786,432 keys a pass, 24 MiB. */
    static final int LARGEST = 1 << 20;

    private static final int SMALLEST = 1 << 10;
    private static final int WIDTH = 3;
    private static final int MOST_BITS = 40;

    private final int largest;
    private final Deque<Part> postponed = new ArrayDeque<>();
    private long[] slots;
    private int used;
    private Part part = new Part(0, 0);

    /** The keys whose hash ends in these bits. */
    private record Part(int bits, long value) {
        boolean holds(long high) {
            return (high & ((1L << bits) - 1)) == value;
        }
    }

    KeyTable(int largest) {
        this.largest = largest;
        this.slots = new long[Math.min(SMALLEST, largest) * WIDTH];
    }

    /** The slot of a key, made if it is new; -1 for a key that belongs to another pass. */
    int slot(long low, long high) {
        if (!part.holds(high)) {
            return -1;
        }
        long first = low == 0 && high == 0 ? 1 : low;
        int slot = find(first, high);
        if (isEmpty(slot)) {
            if (used >= capacity() / 4 * 3) {
                makeRoom();
                return slot(low, high);
            }
            slots[slot] = first;
            slots[slot + 1] = high;
            slots[slot + 2] = ABSENT;
            used++;
        }
        return slot;
    }

    long get(int slot) {
        return slots[slot + 2];
    }

    void set(int slot, long number) {
        slots[slot + 2] = number;
    }

    /** Numbers of all keys of this pass, in no order; each is shown once. */
    void forEach(LongConsumer seen) {
        for (int slot = 0; slot < slots.length; slot += WIDTH) {
            if (!isEmpty(slot)) {
                seen.accept(slots[slot + 2]);
            }
        }
    }

    /** Empties the table for the keys that did not fit before; false when there are none. */
    boolean nextPass() {
        if (postponed.isEmpty()) {
            return false;
        }
        part = postponed.pop();
        Arrays.fill(slots, 0);
        used = 0;
        return true;
    }

    private int capacity() {
        return slots.length / WIDTH;
    }

    private boolean isEmpty(int slot) {
        return (slots[slot] | slots[slot + 1]) == 0;
    }

    private int find(long low, long high) {
        int slot = home(low);
        while (!isEmpty(slot) && (slots[slot] != low || slots[slot + 1] != high)) {
            slot = after(slot);
        }
        return slot;
    }

    private int home(long low) {
        return (int) (low & (capacity() - 1)) * WIDTH;
    }

    private int after(int slot) {
        int next = slot + WIDTH;
        return next == slots.length ? 0 : next;
    }

    private void makeRoom() {
        if (capacity() < largest) {
            long[] full = slots;
            slots = new long[full.length * 2];
            for (int slot = 0; slot < full.length; slot += WIDTH) {
                if ((full[slot] | full[slot + 1]) != 0) {
                    System.arraycopy(full, slot, slots, find(full[slot], full[slot + 1]), WIDTH);
                }
            }
            return;
        }
        if (part.bits() == MOST_BITS) {
            throw new IllegalStateException("the hash of keys is not uniform");
        }
        postponed.push(new Part(part.bits() + 1, part.value() | 1L << part.bits()));
        part = new Part(part.bits() + 1, part.value());
        for (int slot = 0; slot < slots.length; slot += WIDTH) {
            while (!isEmpty(slot) && !part.holds(slots[slot + 1])) {
                remove(slot);
                used--;
            }
        }
    }

    /** Empties a slot and moves up those behind it that were displaced. */
    private void remove(int slot) {
        int hole = slot;
        for (int next = after(hole); !isEmpty(next); next = after(next)) {
            int distance = Math.floorMod(next - home(slots[next]), slots.length);
            if (distance >= Math.floorMod(next - hole, slots.length)) {
                System.arraycopy(slots, next, slots, hole, WIDTH);
                hole = next;
            }
        }
        Arrays.fill(slots, hole, hole + WIDTH, 0);
    }
}
