package io.daytwo.etcd.internal.bbolt;

import java.nio.charset.StandardCharsets;

/**
 * One record of a leaf, where it lies: nothing is copied. The walk moves the same object from record to record, so keep
 * copies, not it.
 */
public final class Entry {
    private final Window window;
    private long page;
    private long keyAt;
    private int keySize;
    private int valueSize;

    Entry(Window window) {
        this.window = window;
    }

    void moveTo(long newPage, long newKeyAt, int newKeySize, int newValueSize) {
        page = newPage;
        keyAt = newKeyAt;
        keySize = newKeySize;
        valueSize = newValueSize;
    }

    /** {@return what to read key and value through} */
    public Window window() {
        return window;
    }

    /** {@return number of the page} */
    public long page() {
        return page;
    }

    /** {@return offset of the key} */
    public long keyAt() {
        return keyAt;
    }

    /** {@return bytes of the key, 1 to 32768} */
    public int keySize() {
        return keySize;
    }

    /** {@return offset of the value, which follows the key at once} */
    public long valueAt() {
        return keyAt + keySize;
    }

    /** {@return bytes of the value} */
    public int valueSize() {
        return valueSize;
    }

    /** {@return a copy of the key} */
    public byte[] key() {
        return copy(keyAt, keySize);
    }

    /**
     * Copies the value, if it is a small one.
     *
     * @return the copy
     * @throws BoltFormatException when it is longer than {@link Window#WIDEST}
     */
    public byte[] value() {
        if (valueSize > Window.WIDEST) {
            throw new BoltFormatException("A record of " + valueSize + " bytes is too long here.", page, valueAt());
        }
        return copy(valueAt(), valueSize);
    }

    /** {@return the key as text, a character a byte} */
    public String keyText() {
        return new String(key(), StandardCharsets.ISO_8859_1);
    }

    private byte[] copy(long position, int size) {
        byte[] copy = new byte[size];
        int index = window.at(position, size);
        System.arraycopy(window.bytes(), index, copy, 0, size);
        return copy;
    }
}
