package io.daytwo.etcd.internal.bbolt;

import java.util.Arrays;

/** A copy of a key, kept to compare others with it. Reused. */
final class HeldKey {
    private byte[] bytes = new byte[32];
    private int length = -1;

    void drop() {
        length = -1;
    }

    boolean isHeld() {
        return length >= 0;
    }

    void hold(Window window, long position, int size) {
        int index = window.at(position, size);
        if (size > bytes.length) {
            bytes = new byte[Page.LONGEST_KEY];
        }
        System.arraycopy(window.bytes(), index, bytes, 0, size);
        length = size;
    }

    /** Negative when this key comes before the other, as {@code Comparable} does it; bytes count unsigned. */
    int compareTo(Window window, long position, int size) {
        int index = window.at(position, size);
        return Arrays.compareUnsigned(bytes, 0, length, window.bytes(), index, index + size);
    }

    int compareTo(HeldKey other) {
        return Arrays.compareUnsigned(bytes, 0, length, other.bytes, 0, other.length);
    }
}
