package io.daytwo.etcd.mutants;

/** A number or byte in a snapshot that means something, little-endian, {@code width} bytes at {@code offset}. */
record Field(int offset, int width) {
    long read(byte[] content) {
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | (content[offset + i] & 0xFF);
        }
        return value;
    }

    void write(byte[] content, long value) {
        for (int i = 0; i < width; i++) {
            content[offset + i] = (byte) (value >>> (8 * i));
        }
    }

    boolean isIn(byte[] content) {
        return offset + width <= content.length;
    }
}
