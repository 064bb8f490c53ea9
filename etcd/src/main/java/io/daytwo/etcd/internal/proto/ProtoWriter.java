package io.daytwo.etcd.internal.proto;

import java.io.ByteArrayOutputStream;

/**
 * One protocol buffers message, written field by field in the order of the calls. Zero values are written like any
 * other: the messages etcd keeps on disk are proto2 with fields that are never absent, or leave a field out by not
 * calling. Not thread-safe.
 */
public final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /**
     * A varint field, for every integer, enum and bool.
     *
     * @param field its number
     * @param value its value, read as unsigned
     * @return this
     */
    public ProtoWriter varint(int field, long value) {
        raw(((long) field << 3) | VARINT);
        raw(value);
        return this;
    }

    /**
     * A length-delimited field: bytes, a string's UTF-8, or a message.
     *
     * @param field its number
     * @param value its bytes
     * @return this
     */
    public ProtoWriter bytes(int field, byte[] value) {
        raw(((long) field << 3) | LENGTH_DELIMITED);
        raw(value.length);
        out.writeBytes(value);
        return this;
    }

    /** {@return the message so far} */
    public byte[] toByteArray() {
        return out.toByteArray();
    }

    private void raw(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
