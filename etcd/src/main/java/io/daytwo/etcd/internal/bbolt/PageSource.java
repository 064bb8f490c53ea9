package io.daytwo.etcd.internal.bbolt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The bytes of a database, read by position and never beyond its end; no memory map, so a file that shrinks is an error
 * and not a crash. Reads only. Thread-safe; closing the channel is its opener's business.
 */
public final class PageSource {
    private static final int MOST_AT_ONCE = 256 << 10;

    private final FileChannel channel;
    private final long length;
    private final ReadTap tap;

    private PageSource(FileChannel channel, long length, ReadTap tap) {
        this.channel = channel;
        this.length = length;
        this.tap = tap;
    }

    /**
     * The first bytes of a file.
     *
     * @param channel open for reading
     * @param length how many bytes belong to the database: a snapshot's trailing hash does not
     * @return the source
     */
    public static PageSource of(FileChannel channel, long length) {
        if (length < 0) {
            throw new IllegalArgumentException("length: " + length);
        }
        return new PageSource(channel, length, ReadTap.NONE);
    }

    /**
     * The same bytes, seen by another one too.
     *
     * @param other sees what is read through the source returned
     * @return the source
     */
    public PageSource tappedBy(ReadTap other) {
        return new PageSource(channel, length, other);
    }

    /** {@return bytes of the database} */
    public long length() {
        return length;
    }

    /**
     * Reads exactly so many bytes.
     *
     * @param position of the first byte
     * @param into where to
     * @param offset index of the first byte in {@code into}
     * @param count how many
     * @throws BoltFormatException when they are not all inside the database
     * @throws UncheckedIOException when the file cannot be read
     */
    public void read(long position, byte[] into, int offset, int count) {
        if (position < 0 || count < 0 || position > length - count) {
            throw new BoltFormatException(
                    count + " bytes are needed at offset " + position + ", the database ends at " + length + ".",
                    BoltFormatException.NOWHERE,
                    position);
        }
        try {
            int done = 0;
            while (done < count) {
                int part = Math.min(count - done, MOST_AT_ONCE);
                int read = channel.read(ByteBuffer.wrap(into, offset + done, part), position + done);
                if (read < 0) {
                    throw new BoltFormatException(
                            "The file ended while it was read.", BoltFormatException.NOWHERE, position + done);
                }
                done += read;
            }
            tap.read(position, into, offset, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a small piece.
     *
     * @param position of the first byte
     * @param count how many
     * @return the bytes
     * @throws BoltFormatException when they are not all inside the database
     */
    public byte[] bytes(long position, int count) {
        if (position < 0 || count < 0 || position > length - count) {
            read(position, new byte[0], 0, count);
        }
        byte[] piece = new byte[count];
        read(position, piece, 0, count);
        return piece;
    }
}
