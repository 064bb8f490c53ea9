package io.daytwo.node;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What {@link FileScript#WRITE} reads: so many bytes of a source, then a line with their SHA-256. A source that ends
 * before is sent as it is: the other end finds the line missing.
 */
final class HashedContent extends FilterInputStream {
    private final MessageDigest digest = Sha256.digest();
    private long left;
    private byte[] line = {};
    private int said;

    HashedContent(InputStream source, long size) {
        super(source);
        this.left = size;
        endOfContent();
    }

    private void endOfContent() {
        if (left == 0) {
            line = (HexFormat.of().formatHex(digest.digest()) + "\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        if (left == 0) {
            int count = Math.min(most, line.length - said);
            System.arraycopy(line, said, bytes, from, count);
            said += count;
            return count == 0 ? -1 : count;
        }
        int count = in.read(bytes, from, (int) Math.min(most, left));
        if (count > 0) {
            digest.update(bytes, from, count);
            left -= count;
            endOfContent();
        }
        return count;
    }
}
