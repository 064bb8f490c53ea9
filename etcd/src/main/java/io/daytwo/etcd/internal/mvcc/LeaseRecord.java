package io.daytwo.etcd.internal.mvcc;

import io.daytwo.etcd.internal.proto.MalformedRecordException;
import io.daytwo.etcd.internal.proto.ProtoReader;

/**
 * A lease in the bucket {@code lease}. Layout: etcd {@code storage/schema/lease.go}, {@code lease/leasepb/lease.proto}.
 *
 * @param id its id
 * @param ttl seconds it was granted for
 */
public record LeaseRecord(long id, long ttl) {
    /**
     * Reads one.
     *
     * @param key the record's key
     * @param value the record's value
     * @return the lease
     * @throws MalformedRecordException when it is not what etcd writes
     */
    public static LeaseRecord decode(byte[] key, byte[] value) {
        ProtoReader in = new ProtoReader(value);
        long id = 0;
        long ttl = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            int number = tag >>> 3;
            if (number <= 3) {
                ProtoReader.require(tag, ProtoReader.VARINT);
            }
            switch (number) {
                case 1 -> id = in.varint();
                case 2 -> ttl = in.varint();
                default -> in.skip(tag);
            }
        }
        if (StoredText.number(key) != id) {
            throw new MalformedRecordException("A lease whose id is not the one it is kept under.");
        }
        return new LeaseRecord(id, ttl);
    }
}
