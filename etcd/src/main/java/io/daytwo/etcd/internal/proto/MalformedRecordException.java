package io.daytwo.etcd.internal.proto;

/** A record is not what etcd writes. Internal: callers turn it into their own error with file and place. */
public final class MalformedRecordException extends RuntimeException {
    /**
     * A record that cannot be read.
     *
     * @param what the rule that is broken, a sentence without the record's own bytes
     */
    public MalformedRecordException(String what) {
        super(what);
    }

    /**
     * A record that cannot be read.
     *
     * @param what the rule that is broken, a sentence without the record's own bytes
     * @param cause what was caught
     */
    public MalformedRecordException(String what, Throwable cause) {
        super(what, cause);
    }
}
