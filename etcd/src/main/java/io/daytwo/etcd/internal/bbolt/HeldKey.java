package io.daytwo.etcd.internal.bbolt;

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
        return compareTo(window.bytes(), index, size);
    }

    int compareTo(HeldKey other) {
        return compareTo(other.bytes, 0, other.length);
    }

    /** A plain loop: keys are short, and the library's way to do it takes longer to compile than to run here. */
    private int compareTo(byte[] other, int from, int size) {
        int shorter = Math.min(length, size);
        for (int i = 0; i < shorter; i++) {
            int difference = (bytes[i] & 0xFF) - (other[from + i] & 0xFF);
            if (difference != 0) {
                return difference;
            }
        }
        return length - size;
    }
}
