package io.daytwo.etcd.internal.wal;

import io.daytwo.etcd.internal.proto.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The first segment of a log, record by record, in memory: framed, padded to eight bytes, each record carrying the
 * CRC-32C of all data up to and with its own. Format: {@code server/storage/wal/encoder.go},
 * {@code walpb/record.proto}. Not thread-safe.
 */
final class WalSegment {
    static final int METADATA = 1;
    static final int ENTRY = 2;
    static final int STATE = 3;
    static final int CRC = 4;
    static final int SNAPSHOT = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final CRC32C crc = new CRC32C();

    /** Begins with the record that carries the checksum before all data: zero in a first segment. */
    WalSegment() {
        frame(record(CRC).toByteArray());
    }

    WalSegment add(int type, byte[] data) {
        crc.update(data);
        frame(record(type).bytes(3, data).toByteArray());
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private ProtoWriter record(int type) {
        return new ProtoWriter().varint(1, type).varint(2, crc.getValue());
    }

    /** Low 56 bits: length; where padding follows, the top byte is 0x80 plus its length. */
    private void frame(byte[] record) {
        int padding = -record.length & 7;
        long length = padding == 0 ? record.length : record.length | (0x80L | padding) << 56;
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array());
        out.writeBytes(record);
        out.writeBytes(new byte[padding]);
    }
}
