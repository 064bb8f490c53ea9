package io.daytwo.node;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts one stream into lines for a listener, made fit to be shown. */
final class OutputLines {
    private static final Logger LOG = LoggerFactory.getLogger(OutputLines.class);
    private static final int LONGEST = 8 * 1024;

    private final Command command;
    private final OutputListener listener;
    private final OutputListener.Stream stream;
    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean broken;

    OutputLines(Command command, OutputListener listener, OutputListener.Stream stream) {
        this.command = command;
        this.listener = listener;
        this.stream = stream;
    }

    void write(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count && !broken; i++) {
            if (bytes[i] == '\n') {
                tell();
            } else {
                line[length++] = bytes[i];
                if (length == LONGEST) {
                    tell();
                }
            }
        }
    }

    void end() {
        if (length > 0) {
            tell();
        }
    }

    private void tell() {
        String text = new String(Arrays.copyOf(line, length), StandardCharsets.UTF_8);
        length = 0;
        try {
            listener.line(stream, Harmless.of(command.redact(text)));
        } catch (RuntimeException e) {
            broken = true;
            LOG.warn("a listener of a command's output failed and hears no more", e);
        }
    }
}
