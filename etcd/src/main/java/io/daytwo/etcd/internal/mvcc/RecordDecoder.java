package io.daytwo.etcd.internal.mvcc;

/** Takes the records of one of the small buckets. */
@FunctionalInterface
public interface RecordDecoder {
    /**
     * Takes one record.
     *
     * @param key its key
     * @param value its value
     * @throws io.daytwo.etcd.internal.proto.MalformedRecordException when it is not what etcd writes
     */
    void decode(byte[] key, byte[] value);
}
