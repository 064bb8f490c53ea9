package io.daytwo.etcd.internal.mvcc;

import io.daytwo.etcd.internal.proto.MalformedRecordException;
import io.daytwo.etcd.internal.proto.ProtoReader;

/**
 * The buckets {@code auth}, {@code authUsers} and {@code authRoles}. Only whether authentication is on is kept; users
 * and roles are checked for their form. Layout: etcd {@code storage/schema/auth*.go}, {@code api/authpb/auth.proto}.
 */
final class AuthRecords {
    private boolean enabled;

    void setting(byte[] key, byte[] value) {
        String name = StoredText.text(key);
        if (name.equals("authEnabled")) {
            if (value.length != 1 || (value[0] & ~1) != 0) {
                throw new MalformedRecordException("The switch of authentication is neither on nor off.");
            }
            enabled = value[0] == 1;
        } else if (name.equals("authRevision")) {
            long unused = StoredText.number(value);
        }
    }

    static void user(byte[] value) {
        fields(new ProtoReader(value), 4);
    }

    static void role(byte[] value) {
        fields(new ProtoReader(value), 1);
        ProtoReader in = new ProtoReader(value);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 2) {
                ProtoReader.require(tag, ProtoReader.BYTES);
                permission(in.message());
            } else {
                in.skip(tag);
            }
        }
    }

    private static void permission(ProtoReader in) {
        while (in.hasMore()) {
            int tag = in.tag();
            int number = tag >>> 3;
            if (number <= 3) {
                ProtoReader.require(tag, number == 1 ? ProtoReader.VARINT : ProtoReader.BYTES);
            }
            in.skip(tag);
        }
    }

    private static void fields(ProtoReader in, int bytesFields) {
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 <= bytesFields) {
                ProtoReader.require(tag, ProtoReader.BYTES);
            }
            in.skip(tag);
        }
    }

    boolean enabled() {
        return enabled;
    }
}
