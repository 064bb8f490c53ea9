package io.daytwo.etcd.internal.bbolt;

import java.util.zip.CRC32C;

/**
 * A piece of a database in memory that moves to where it is needed. It reads ahead up to 256 KiB while it moves
 * forward, and no more than asked for after a jump. Numbers are little-endian, as bbolt writes them on every machine
 * that etcd supports but s390x. Not thread-safe.
 */
public final class Window {
    /** The most bytes that {@link #at} gives at once. */
    public static final int WIDEST = 1 << 20;

    private static final int LEAST_AHEAD = 4 << 10;
    private static final int MOST_AHEAD = 256 << 10;

    private final PageSource source;
    private byte[] bytes = new byte[LEAST_AHEAD];
    private long base;
    private int limit;
    private int ahead = LEAST_AHEAD;

    /**
     * A window over a database, empty at first.
     *
     * @param source what it looks at
     */
    public Window(PageSource source) {
        this.source = source;
    }

    /** {@return the array that the last {@link #at} gave an index into; later calls may replace or overwrite it} */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Brings a piece of the database into {@link #bytes()}.
     *
     * @param position of its first byte in the database
     * @param length its length, at most {@link #WIDEST}
     * @return index of its first byte
     * @throws BoltFormatException when the piece is not inside the database
     */
    public int at(long position, int length) {
        long offset = position - base;
        if (offset >= 0 && offset <= limit - length) {
            return (int) offset;
        }
        return load(position, length);
    }

    /**
     * Brings a piece of the database into {@link #bytes()}; until another piece is asked for it stays there.
     *
     * @param position of its first byte in the database
     * @param length its length, at most {@link #WIDEST}
     */
    public void cover(long position, int length) {
        int unused = at(position, length);
    }

    private int load(long position, int length) {
        if (position < 0 || length < 0 || position > source.length() - length) {
            throw new BoltFormatException(
                    length + " bytes are needed at offset " + position + ", the database ends at " + source.length()
                            + ".",
                    BoltFormatException.NOWHERE,
                    position);
        }
        long end = base + limit;
        boolean forward = position >= base && position - end <= MOST_AHEAD;
        ahead = forward ? Math.min(ahead * 2, MOST_AHEAD) : LEAST_AHEAD;
        int wanted = (int) Math.min(Math.max(length, ahead), source.length() - position);
        int kept = position >= base && position < end ? (int) (end - position) : 0;
        byte[] target = wanted <= bytes.length ? bytes : new byte[Integer.highestOneBit(wanted - 1) << 1];
        System.arraycopy(bytes, limit - kept, target, 0, kept);
        limit = 0;
        source.read(position + kept, target, kept, wanted - kept);
        bytes = target;
        base = position;
        limit = wanted;
        return 0;
    }

    /**
     * Reads two bytes.
     *
     * @param position of the first
     * @return the number, unsigned
     */
    public int u16(long position) {
        int index = at(position, Short.BYTES);
        return LittleEndian.u16(bytes, index);
    }

    /**
     * Reads four bytes.
     *
     * @param position of the first
     * @return the number, unsigned
     */
    public long u32(long position) {
        int index = at(position, Integer.BYTES);
        return LittleEndian.u32(bytes, index);
    }

    /**
     * Reads eight bytes.
     *
     * @param position of the first
     * @return the number; a negative one stands for 2^63 and above
     */
    public long u64(long position) {
        int index = at(position, Long.BYTES);
        return LittleEndian.u64(bytes, index);
    }

    /**
     * Feeds a piece of any length to a checksum.
     *
     * @param crc what to feed
     * @param position of the first byte
     * @param length how many
     */
    public void feed(CRC32C crc, long position, long length) {
        long at = position;
        for (long left = length; left > 0; ) {
            int part = (int) Math.min(left, MOST_AHEAD);
            int index = at(at, part);
            crc.update(bytes, index, part);
            at += part;
            left -= part;
        }
    }
}
