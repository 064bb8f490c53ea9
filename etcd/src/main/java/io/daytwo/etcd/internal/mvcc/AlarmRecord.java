package io.daytwo.etcd.internal.mvcc;

import io.daytwo.etcd.internal.proto.ProtoReader;

/**
 * An alarm in the bucket {@code alarm}: a message {@code AlarmMember} as the key. Layout: etcd
 * {@code storage/schema/alarm.go}, {@code etcdserverpb/rpc.proto}.
 *
 * @param memberId the member that raised it, unsigned
 * @param type number of its type: 1 is NOSPACE, 2 is CORRUPT
 */
public record AlarmRecord(long memberId, long type) {
    /**
     * Reads one.
     *
     * @param key the record's key
     * @return the alarm
     * @throws io.daytwo.etcd.internal.proto.MalformedRecordException when it is not what etcd writes
     */
    public static AlarmRecord decode(byte[] key) {
        ProtoReader in = new ProtoReader(key);
        long memberId = 0;
        long type = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            int number = tag >>> 3;
            if (number > 2) {
                in.skip(tag);
                continue;
            }
            ProtoReader.require(tag, ProtoReader.VARINT);
            if (number == 1) {
                memberId = in.varint();
            } else {
                type = in.varint();
            }
        }
        return new AlarmRecord(memberId, type);
    }

    /** {@return the type's name as etcd gives it, or its number} */
    public String typeName() {
        return type == 1 ? "NOSPACE" : type == 2 ? "CORRUPT" : Long.toString(type);
    }
}
