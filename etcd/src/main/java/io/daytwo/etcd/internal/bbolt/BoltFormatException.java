package io.daytwo.etcd.internal.bbolt;

/**
 * The file is not what bbolt writes. The only error that this package throws for damaged or hostile input; a disk that
 * cannot be read is an {@link java.io.UncheckedIOException}. Callers turn it into their own error with the file's name.
 */
public final class BoltFormatException extends RuntimeException {
    /** Stands for a page or an offset that is not known. */
    public static final long NOWHERE = -1;

    private final long page;
    private final long offset;

    /**
     * Damage somewhere in the file.
     *
     * @param what the rule that is broken and the evidence, one sentence without names of keys or values
     * @param page id of the page, or {@link #NOWHERE}
     * @param offset byte offset in the file, or {@link #NOWHERE}
     */
    public BoltFormatException(String what, long page, long offset) {
        super(what);
        this.page = page;
        this.offset = offset;
    }

    /** {@return id of the page, or {@link #NOWHERE}} */
    public long page() {
        return page;
    }

    /** {@return byte offset in the file, or {@link #NOWHERE}} */
    public long offset() {
        return offset;
    }
}
