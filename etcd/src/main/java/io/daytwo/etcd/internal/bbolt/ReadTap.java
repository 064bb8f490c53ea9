package io.daytwo.etcd.internal.bbolt;

/** Sees the bytes that somebody reads from a {@link PageSource}, in whatever order they are read. */
@FunctionalInterface
public interface ReadTap {
    /** Sees nothing. */
    ReadTap NONE = (position, bytes, offset, count) -> {};

    /**
     * Sees what was read, on the thread that read it.
     *
     * @param position of the first byte in the database
     * @param bytes where it lies now, not to be kept or changed
     * @param offset index of the first byte
     * @param count how many
     */
    void read(long position, byte[] bytes, int offset, int count);
}
