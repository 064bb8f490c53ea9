package io.daytwo.etcd.internal.mvcc;

import io.daytwo.etcd.internal.bbolt.Window;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;

/**
 * Which record of each key is its latest, as records go by in order. Memory is bounded, see {@link KeyTable}: as long
 * as {@link #nextPass} says so, the same records must go by once more. Not thread-safe.
 */
public final class LiveKeys {
    /** In place of a revision: the latest record alone decides. */
    public static final long NO_TARGET = -1;

    private static final long DEAD = -1;
    private static final long SEALED = -2;

    private final KeyHash hash;
    private final KeyTable table;
    private final long target;

    /**
     * Begins with no keys.
     *
     * @param target the revision asked for: a key deleted in that very transaction is not live, whatever follows in it
     *     (etcd {@code mvcc/key_index.go keep}); {@link #NO_TARGET} to count as {@code etcdutl snapshot status}
     */
    public LiveKeys(long target) {
        this(target, KeyTable.LARGEST);
    }

    LiveKeys(long target, int slots) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        this.hash = new KeyHash(random.nextLong(), random.nextLong());
        this.table = new KeyTable(slots);
        this.target = target;
    }

    /**
     * Takes the next record.
     *
     * @param record the record, decoded
     * @param window to read its key through
     * @param number what {@link #forEachLive} calls it, 0 or more
     */
    public void next(KeyRecord record, Window window, long number) {
        hash.compute(window, record.keyAt(), record.keySize());
        int slot = table.slot(hash.low(), hash.high());
        if (slot < 0 || table.get(slot) == SEALED) {
            return;
        }
        if (!record.isTombstone()) {
            table.set(slot, number);
        } else if (record.main() == target && table.get(slot) != DEAD) {
            table.set(slot, SEALED);
        } else {
            table.set(slot, DEAD);
        }
    }

    /**
     * Tells the latest record of each key that is live, of this pass.
     *
     * @param seen gets the record's number
     */
    public void forEachLive(LongConsumer seen) {
        table.forEach(number -> {
            if (number >= 0) {
                seen.accept(number);
            }
        });
    }

    /** {@return whether there are keys left for which all records must go by again; call once after each pass} */
    public boolean nextPass() {
        return table.nextPass();
    }
}
