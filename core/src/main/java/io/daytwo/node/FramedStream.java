package io.daytwo.node;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a remote command: finds the marks of {@link RemoteScript} in it, passes on what lies between the first
 * and the last, and drops the rest. Never throws; written by the thread of the connection.
 */
final class FramedStream extends OutputStream {
    private static final int LONGEST_MARK = 128;

    /** Hears what the marks say. */
    interface Marks {
        void mark(String text);

        void closed();
    }

    /** Takes what lies between them. */
    interface Content {
        void take(byte[] bytes, int from, int count);
    }

    private final byte[] mark;
    private final Marks marks;
    private final Content content;
    private final CappedOutput before = new CappedOutput();
    /** A mark, or the beginning of one, that is not complete yet. */
    private final byte[] held = new byte[LONGEST_MARK];

    private int heldCount;
    private boolean begun;
    private boolean ended;

    FramedStream(byte[] mark, Marks marks, Content content) {
        this.mark = mark;
        this.marks = marks;
        this.content = content;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        int end = from + count;
        int passed = from;
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (heldCount == 0 && b != mark[0]) {
                continue;
            }
            if (heldCount == 0) {
                pass(bytes, passed, i - passed);
            }
            hold(b);
            passed = i + 1;
        }
        pass(bytes, passed, end - passed);
    }

    private void hold(byte b) {
        held[heldCount++] = b;
        boolean complete = heldCount > mark.length && b == '\n';
        if (complete) {
            String text = new String(held, mark.length, heldCount - mark.length - 1, StandardCharsets.US_ASCII);
            heldCount = 0;
            note(text);
        } else if ((heldCount <= mark.length && b != mark[heldCount - 1]) || heldCount == LONGEST_MARK) {
            // no mark after all; a mark may start at its last byte, and only there, for the rest holds no first byte
            boolean restart = b == mark[0] && heldCount > 1;
            int count = restart ? heldCount - 1 : heldCount;
            heldCount = 0;
            pass(held, 0, count);
            if (restart) {
                hold(b);
            }
        }
    }

    private void note(String text) {
        if (text.startsWith("$")) {
            begun = true;
        } else if (text.startsWith("=")) {
            ended = true;
        }
        marks.mark(text);
    }

    private void pass(byte[] bytes, int from, int count) {
        if (count <= 0 || ended) {
            return;
        }
        if (begun) {
            content.take(bytes, from, count);
        } else {
            before.write(bytes, from, count);
        }
    }

    @Override
    public void close() {
        if (heldCount > 0) {
            int count = heldCount;
            heldCount = 0;
            pass(held, 0, count);
        }
        marks.closed();
    }

    /** {@return what was written before the program ran: the login shell's words} */
    String before() {
        return before.text();
    }

    /** {@return the mark's text that says this, or null} */
    static @Nullable Integer number(String text, char kind) {
        if (text.length() < 2 || text.charAt(0) != kind || text.length() > 10) {
            return null;
        }
        return text.chars().skip(1).allMatch(Character::isDigit) ? Integer.valueOf(text.substring(1)) : null;
    }
}
