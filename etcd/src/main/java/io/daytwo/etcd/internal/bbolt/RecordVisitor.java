package io.daytwo.etcd.internal.bbolt;

/** Sees the records of a bucket in the order of their keys. */
@FunctionalInterface
public interface RecordVisitor {
    /**
     * Sees one record.
     *
     * @param entry where it lies; only valid during the call
     */
    void record(Entry entry);
}
