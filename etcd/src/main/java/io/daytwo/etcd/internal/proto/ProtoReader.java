package io.daytwo.etcd.internal.proto;

import java.util.Arrays;

/**
 * Reads the fields of one protobuf message in an array. Stricter than protobuf asks for: groups, which etcd never
 * wrote, are refused, and so are numbers of more than 64 bits. Reusable; not thread-safe.
 */
public final class ProtoReader {
    /** Wire type of a number of variable length. */
    public static final int VARINT = 0;

    /** Wire type of eight bytes. */
    public static final int FIXED64 = 1;

    /** Wire type of bytes, texts and messages. */
    public static final int BYTES = 2;

    /** Wire type of four bytes. */
    public static final int FIXED32 = 5;

    private static final long LARGEST_TAG = (1L << 32) - 1;

    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    /** A reader of nothing; see {@link #on}. */
    public ProtoReader() {}

    /**
     * A reader of a whole message.
     *
     * @param message its bytes, not copied
     */
    public ProtoReader(byte[] message) {
        this.bytes = message;
        this.end = message.length;
    }

    /**
     * Starts over with another message, or a piece of one.
     *
     * @param array where it lies, not copied
     * @param from index of its first byte
     * @param to index behind its last
     */
    public void on(byte[] array, int from, int to) {
        bytes = array;
        at = from;
        end = to;
    }

    /** {@return index of the next byte} */
    public int at() {
        return at;
    }

    /** {@return whether there is another field} */
    public boolean hasMore() {
        return at < end;
    }

    /** {@return the next field's number and wire type: {@code number << 3 | type}} */
    public int tag() {
        long tag = varint();
        if (tag < 8 || tag > LARGEST_TAG) {
            throw new MalformedRecordException("A field has an impossible number.");
        }
        return (int) tag;
    }

    /** {@return the next number} */
    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at >= end) {
                throw new MalformedRecordException("The record ends inside a number.");
            }
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                if (shift == 63 && next > 1) {
                    break;
                }
                return value;
            }
        }
        throw new MalformedRecordException("A number has more than 64 bits.");
    }

    /** {@return a copy of the next bytes, after their length} */
    public byte[] bytes() {
        int size = length();
        return Arrays.copyOfRange(bytes, at, advance(size) + size);
    }

    /** {@return a reader of the message that comes next} */
    public ProtoReader message() {
        int size = length();
        ProtoReader inner = new ProtoReader();
        int from = advance(size);
        inner.on(bytes, from, from + size);
        return inner;
    }

    private int length() {
        long size = varint();
        if (size < 0 || size > end - at) {
            throw new MalformedRecordException("A field is longer than its record.");
        }
        return (int) size;
    }

    /**
     * Demands the wire type that a known field has.
     *
     * @param tag the field
     * @param type the wire type
     */
    public static void require(int tag, int type) {
        if ((tag & 7) != type) {
            throw new MalformedRecordException("Field " + (tag >>> 3) + " has the wrong wire type " + (tag & 7) + ".");
        }
    }

    /**
     * Passes over a field of no interest.
     *
     * @param tag the field
     */
    public void skip(int tag) {
        int size = switch (tag & 7) {
            case VARINT -> {
                long unused = varint();
                yield 0;
            }
            case FIXED64 -> Long.BYTES;
            case BYTES -> length();
            case FIXED32 -> Integer.BYTES;
            default -> throw new MalformedRecordException("Wire type " + (tag & 7) + " is not used by etcd.");
        };
        int unused = advance(size);
    }

    private int advance(int size) {
        if (size > end - at) {
            throw new MalformedRecordException("The record ends inside a field.");
        }
        int from = at;
        at += size;
        return from;
    }
}
