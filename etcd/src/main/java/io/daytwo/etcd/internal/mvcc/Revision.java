package io.daytwo.etcd.internal.mvcc;

import io.daytwo.etcd.internal.proto.MalformedRecordException;
import java.nio.ByteBuffer;

/**
 * A place in history: the key of a record in the bucket {@code key}. Layout: etcd {@code mvcc/revision.go}.
 *
 * @param main revision of the transaction
 * @param sub number of the change inside it
 * @param tombstone whether it deletes its key
 */
public record Revision(long main, long sub, boolean tombstone) {
    /** Bytes of a revision without mark. */
    public static final int BYTES = 17;

    private static final int MARKED_BYTES = 18;
    private static final int SEPARATOR_AT = 8;
    private static final byte SEPARATOR = '_';
    private static final byte TOMBSTONE = 't';

    /**
     * Reads one.
     *
     * @param key the record's key
     * @return the revision
     * @throws MalformedRecordException when etcd would refuse it, or never writes such
     */
    public static Revision decode(byte[] key) {
        check(key, 0, key.length);
        ByteBuffer in = ByteBuffer.wrap(key);
        return new Revision(in.getLong(0), in.getLong(SEPARATOR_AT + 1), key.length == MARKED_BYTES);
    }

    /**
     * Checks the form of a revision without making one.
     *
     * @param array where it lies
     * @param from index of its first byte
     * @param size its bytes
     * @throws MalformedRecordException when etcd would refuse it, or never writes such
     */
    public static void check(byte[] array, int from, int size) {
        if (size != BYTES && size != MARKED_BYTES) {
            throw new MalformedRecordException("A revision of " + size + " bytes; 17 or 18 are possible.");
        }
        if (array[from + SEPARATOR_AT] != SEPARATOR) {
            throw new MalformedRecordException("A revision without the separator between its two numbers.");
        }
        if (array[from] < 0 || array[from + SEPARATOR_AT + 1] < 0) {
            throw new MalformedRecordException("A negative revision.");
        }
        if (size == MARKED_BYTES && array[from + BYTES] != TOMBSTONE) {
            throw new MalformedRecordException("A revision with an unknown mark.");
        }
    }

    /** {@return the key of the record} */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(tombstone ? MARKED_BYTES : BYTES);
        out.putLong(main).put(SEPARATOR).putLong(sub);
        if (tombstone) {
            out.put(TOMBSTONE);
        }
        return out.array();
    }
}
