package io.daytwo.etcd.internal.mvcc;

import io.daytwo.etcd.internal.bbolt.Window;

/**
 * SipHash-2-4 with 128 bits of output, under a secret: stands for a key of any length. Whoever made a file cannot know
 * the secret, so cannot make two keys count as one. Reused for key after key. Not thread-safe.
 */
final class KeyHash {
    private final long secret0;
    private final long secret1;
    private long high;
    private long low;

    KeyHash(long secret0, long secret1) {
        this.secret0 = secret0;
        this.secret1 = secret1;
    }

    /** One loop over words, tail and two final rounds: little code, which is compiled soon. */
    void compute(Window window, long position, int size) {
        int words = size / Long.BYTES;
        long v0 = secret0 ^ 0x736f6d6570736575L;
        long v1 = secret1 ^ 0x646f72616e646f6dL ^ 0xee;
        long v2 = secret0 ^ 0x6c7967656e657261L;
        long v3 = secret1 ^ 0x7465646279746573L;
        for (int step = 0; step < words + 3; step++) {
            long word = 0;
            if (step < words) {
                word = window.u64(position + (long) step * Long.BYTES);
            } else if (step == words) {
                word = tail(window, position + (long) words * Long.BYTES, size % Long.BYTES) | (long) size << 56;
            } else if (step == words + 1) {
                v2 ^= 0xee;
            } else {
                low = v0 ^ v1 ^ v2 ^ v3;
                v1 ^= 0xdd;
            }
            v3 ^= word;
            for (int round = step <= words ? 2 : 4; round > 0; round--) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        high = v0 ^ v1 ^ v2 ^ v3;
    }

    private static long tail(Window window, long position, int size) {
        long tail = 0;
        int index = window.at(position, size);
        for (int i = size - 1; i >= 0; i--) {
            tail = tail << 8 | (window.bytes()[index + i] & 0xFF);
        }
        return tail;
    }

    long low() {
        return low;
    }

    long high() {
        return high;
    }
}
