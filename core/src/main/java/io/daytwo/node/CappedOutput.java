package io.daytwo.node;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The first and the last bytes of a stream of any length. */
final class CappedOutput {
    static final int HALF = 512 * 1024;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private byte[] ring = new byte[0];
    private long behindHead;

    void write(byte[] bytes, int from, int length) {
        int toHead = Math.min(length, HALF - head.size());
        head.write(bytes, from, toHead);
        if (toHead < length && ring.length == 0) {
            ring = new byte[HALF];
        }
        for (int done = toHead; done < length; ) {
            int at = (int) (behindHead % HALF);
            int count = Math.min(length - done, HALF - at);
            System.arraycopy(bytes, from + done, ring, at, count);
            done += count;
            behindHead += count;
        }
    }

    boolean isTruncated() {
        return behindHead > HALF;
    }

    String text() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toByteArray());
        if (isTruncated()) {
            all.writeBytes(("\n[" + (behindHead - HALF) + " bytes left out]\n").getBytes(StandardCharsets.UTF_8));
        }
        int start = isTruncated() ? (int) (behindHead % HALF) : 0;
        int count = (int) Math.min(behindHead, HALF);
        all.write(ring, start, count - start);
        all.write(ring, 0, start);
        return all.toString(StandardCharsets.UTF_8);
    }
}
