package io.daytwo.node;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a remote command reads, until nobody reads it any more. */
final class SshInput extends FilterInputStream {
    private volatile boolean ended;

    SshInput(InputStream in) {
        super(in);
    }

    /** From now on there is nothing more. */
    void end() {
        ended = true;
    }

    @Override
    public int read() throws IOException {
        return ended ? -1 : super.read();
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        return ended ? -1 : super.read(bytes, from, count);
    }
}
