package io.daytwo.etcd.internal.mvcc;

import io.daytwo.etcd.internal.bbolt.Entry;
import io.daytwo.etcd.internal.bbolt.Window;
import io.daytwo.etcd.internal.proto.MalformedRecordException;
import io.daytwo.etcd.internal.proto.ProtoReader;

/**
 * A record of the bucket {@code key}, decoded where it lies: revision and the fields of {@code mvccpb.KeyValue}, whose
 * value is passed over and never copied. One object is moved from record to record. Not thread-safe.
 */
public final class KeyRecord {
    private static final int LONGEST_FIELD_HEAD = 20;
    private static final int KEY = 1;
    private static final int VALUE = 5;
    private static final int LEASE = 6;

    private final ProtoReader head = new ProtoReader();
    private long main = -1;
    private long sub = -1;
    private boolean tombstone;
    private long keyAt;
    private int keySize;
    private long lease;

    /** A record not yet anywhere. */
    public KeyRecord() {}

    /**
     * Moves to a record and decodes it. The records must come in order.
     *
     * @param entry the record
     * @throws MalformedRecordException when it is not what etcd writes
     */
    public void decode(Entry entry) {
        Window window = entry.window();
        int key = window.at(entry.keyAt(), entry.keySize());
        Revision.check(window.bytes(), key, entry.keySize());
        long previousMain = main;
        long previousSub = sub;
        main = Long.reverseBytes(window.u64(entry.keyAt()));
        sub = Long.reverseBytes(window.u64(entry.keyAt() + Long.BYTES + 1));
        tombstone = entry.keySize() > Revision.BYTES;
        if (main == previousMain && sub == previousSub) {
            throw new MalformedRecordException("A revision is there twice, with and without the mark of a deletion.");
        }
        fields(window, entry.valueAt(), entry.valueSize());
    }

    private void fields(Window window, long from, int size) {
        keyAt = from;
        keySize = 0;
        lease = 0;
        long end = from + size;
        for (long at = from; at < end; ) {
            int piece = (int) Math.min(LONGEST_FIELD_HEAD, end - at);
            int index = window.at(at, piece);
            head.on(window.bytes(), index, index + piece);
            int tag = head.tag();
            int number = tag >>> 3;
            if (number <= LEASE) {
                ProtoReader.require(tag, number == KEY || number == VALUE ? ProtoReader.BYTES : ProtoReader.VARINT);
            }
            if ((tag & 7) != ProtoReader.BYTES) {
                number(tag, number);
                at += head.at() - index;
                continue;
            }
            long length = head.varint();
            at += head.at() - index;
            if (length < 0 || length > end - at) {
                throw new MalformedRecordException("A field is longer than its record.");
            }
            if (number == KEY) {
                keyAt = at;
                keySize = (int) length;
            }
            at += length;
        }
    }

    private void number(int tag, int number) {
        if (number == LEASE) {
            lease = head.varint();
        } else {
            head.skip(tag);
        }
    }

    /** {@return revision of the transaction} */
    public long main() {
        return main;
    }

    /** {@return number of the change inside the transaction} */
    public long sub() {
        return sub;
    }

    /** {@return whether the record deletes its key} */
    public boolean isTombstone() {
        return tombstone;
    }

    /** {@return offset of the user's key in the database} */
    public long keyAt() {
        return keyAt;
    }

    /** {@return bytes of the user's key} */
    public int keySize() {
        return keySize;
    }

    /** {@return the lease that the key hangs on, or 0} */
    public long lease() {
        return lease;
    }
}
