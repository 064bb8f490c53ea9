package io.daytwo.etcd.internal.bbolt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What a bbolt file says of itself, in page 0 and again in page 1; the valid one of the higher transaction counts.
 * Layout: bbolt {@code internal/common/meta.go}.
 *
 * @param pageSize bytes of a page
 * @param root page of the root bucket
 * @param sequence of the root bucket
 * @param freelist page of the free list, or {@link #NO_FREELIST}
 * @param highWater the first page id never used; the file is so many pages long
 * @param txid transaction that wrote it; its parity is the page it lies in
 */
public record Meta(int pageSize, long root, long sequence, long freelist, long highWater, long txid) {
    /** In place of a page id: the free list is not in the file, bbolt finds free pages by a scan. */
    public static final long NO_FREELIST = -1;

    /** Bytes of an encoded page: header and meta. The rest of the page is zero. */
    public static final int ENCODED = Page.HEADER + 64;

    private static final int MAGIC = 0xED0CDAED;
    private static final int VERSION = 2;
    private static final int SUMMED = 56;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /**
     * Reads one, if it is a valid one.
     *
     * @param page first {@link #ENCODED} bytes of page 0 or 1
     * @return the meta; empty when magic, version or checksum are wrong
     */
    public static Optional<Meta> decode(byte[] page) {
        ByteBuffer in = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        int at = Page.HEADER;
        if (page.length < ENCODED
                || in.getInt(at) != MAGIC
                || in.getInt(at + 4) != VERSION
                || in.getLong(at + SUMMED) != checksum(page, at)) {
            return Optional.empty();
        }
        return Optional.of(new Meta(
                in.getInt(at + 8),
                in.getLong(at + 16),
                in.getLong(at + 24),
                in.getLong(at + 32),
                in.getLong(at + 40),
                in.getLong(at + 48)));
    }

    /** {@return the page this meta belongs in, as bytes: header and meta with checksum} */
    public byte[] encode() {
        byte[] page = new byte[ENCODED];
        ByteBuffer out = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(txid & 1).putShort((short) Page.META).position(Page.HEADER);
        out.putInt(MAGIC).putInt(VERSION).putInt(pageSize).putInt(0);
        out.putLong(root).putLong(sequence).putLong(freelist).putLong(highWater).putLong(txid);
        out.putLong(checksum(page, Page.HEADER));
        return page;
    }

    static boolean isByteSwapped(byte[] page) {
        return page.length >= ENCODED && ByteBuffer.wrap(page).getInt(Page.HEADER) == MAGIC;
    }

    /** FNV-1a, 64 bits, over all of the meta but the checksum itself. */
    private static long checksum(byte[] page, int from) {
        long sum = FNV_OFFSET;
        for (int i = from; i < from + SUMMED; i++) {
            sum = (sum ^ (page[i] & 0xFF)) * FNV_PRIME;
        }
        return sum;
    }
}
