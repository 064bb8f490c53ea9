package io.daytwo.node;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One look at a detached command: how it is, and the bytes it has written since the last look. */
final class DetachedLook {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MOST = Integer.toString(1 << 20);
    private static final DetachedCommand.Lost GONE = new DetachedCommand.Lost("its folder is gone");

    private final DetachedCommand.State state;
    private final Duration took;
    private final byte[] bytes;
    private final int start;
    private final int middle;

    private DetachedLook(DetachedCommand.State state, Duration took, byte[] bytes, int start, int middle) {
        this.state = state;
        this.took = took;
        this.bytes = bytes;
        this.start = start;
        this.middle = middle;
    }

    /** What is assumed of one that could not be looked at. */
    static DetachedLook none() {
        return new DetachedLook(new DetachedCommand.Running(0), Duration.ZERO, new byte[0], 0, 0);
    }

    /** Looks how it is and not at what it wrote. */
    static DetachedLook at(NodeExecutor node, String folder) {
        return at(node, folder, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * Looks.
     *
     * @param node where it is
     * @param folder its folder
     * @param outBytes so much of standard output is known
     * @param errBytes so much of standard error is known
     */
    static DetachedLook at(NodeExecutor node, String folder, long outBytes, long errBytes) {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        Command look = Command.readingShell(
                        DetachedScript.LOOK, folder, Long.toString(outBytes), Long.toString(errBytes), MOST)
                .timeout(PATIENCE);
        node.run(look.wired(look.wiring().sink(sink))).orThrow();
        byte[] bytes = sink.toByteArray();
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String line = new String(bytes, 0, end, StandardCharsets.US_ASCII);
        return line.equals(DetachedScript.MISSING)
                ? new DetachedLook(GONE, Duration.ZERO, bytes, 0, 0)
                : parse(line.split(" "), bytes, end + 1);
    }

    private static DetachedLook parse(String[] words, byte[] bytes, int start) {
        long[] numbers = new long[words.length];
        for (int i = 1; i < words.length; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        DetachedCommand.State state = switch (words[0]) {
            case "running" -> new DetachedCommand.Running(numbers[1]);
            case "ended" -> new DetachedCommand.Ended((int) numbers[3]);
            case "rebooted" -> new DetachedCommand.Lost("the node has restarted meanwhile");
            default -> new DetachedCommand.Lost("its process is gone and left no exit status");
        };
        Duration took = Duration.ofSeconds(Math.max(0, numbers[4] - numbers[2]));
        return new DetachedLook(state, took, bytes, start, start + (int) numbers[5]);
    }

    DetachedCommand.State state() {
        return state;
    }

    /** {@return from its beginning to its end; of one that has ended} */
    Duration took() {
        return took;
    }

    boolean isMissing() {
        return state.equals(GONE);
    }

    int outCount() {
        return middle - start;
    }

    int errCount() {
        return isMissing() ? 0 : bytes.length - middle;
    }

    void pourInto(CommandOutput output) {
        output.stdout(bytes, start, outCount());
        output.stderr(bytes, middle, errCount());
    }

    @Override
    public String toString() {
        return state.toString();
    }
}
