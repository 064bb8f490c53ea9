package io.daytwo.node;

/**
 * Hears a command's output line by line while it runs. Called on the thread that reads: be quick, and never run a
 * command from here. An exception thrown here is logged once and the listener hears no more; the command goes on.
 */
@FunctionalInterface
public interface OutputListener {
    /** Where a line was written. */
    enum Stream {
        /** Standard output. */
        STDOUT,
        /** Standard error. */
        STDERR
    }

    /**
     * Hears one line, without its end. Secrets of the command are hidden, bytes that are not UTF-8 are U+FFFD, control
     * characters are escaped; a line over 8 KiB comes in pieces.
     *
     * @param stream where it was written
     * @param line fit to be shown
     */
    void line(Stream stream, String line);
}
