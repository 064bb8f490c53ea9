package io.daytwo.etcd.internal.bbolt;

/** Sees the buckets of a database in the order of their names. */
@FunctionalInterface
public interface BucketVisitor {
    /**
     * Sees one bucket, before its records.
     *
     * @param bucket the bucket
     * @return what sees its records, all of them before the next bucket
     */
    RecordVisitor bucket(Bucket bucket);
}
