package io.daytwo.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes a reply in, up to a size. */
final class ReplyBody implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final int largest;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile boolean tooLarge;

    ReplyBody(int largest) {
        this.largest = largest;
    }

    @Override
    public void consume(List<ByteBuffer> buffers, AsyncBody body) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.remaining() > largest - bytes.size()) {
                tooLarge = true;
                body.cancel();
                return;
            }
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
        }
        body.consume();
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
