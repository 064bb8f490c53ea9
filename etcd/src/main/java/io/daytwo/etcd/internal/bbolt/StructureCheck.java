package io.daytwo.etcd.internal.bbolt;

/**
 * Reads a whole database once, checks that its pages form what bbolt writes, and shows every record on the way. Rules:
 * bbolt {@code tx_check.go} and all that makes bbolt panic; see {@link BucketWalk}. Memory: a bit for each page.
 */
public final class StructureCheck {
    private StructureCheck() {}

    /**
     * Runs the check.
     *
     * @param file the database
     * @param visitor sees every bucket and record
     * @throws BoltFormatException at the first rule broken; what was seen until then is worth nothing
     */
    public static void run(BoltFile file, BucketVisitor visitor) {
        PageMarks marks = new PageMarks(file.meta().highWater());
        if (!marks.mark(0, 2)) {
            throw new IllegalStateException("fresh marks");
        }
        BucketWalk walk = new BucketWalk(file, marks);
        for (Bucket bucket : RootBucket.read(file, walk)) {
            walk.walk(bucket, false, visitor.bucket(bucket));
        }
        FreeList.check(file, marks);
    }

    /**
     * Walks one bucket, with the same checks on its pages.
     *
     * @param file the database
     * @param bucket one of its buckets
     * @param visitor sees its records
     */
    public static void walk(BoltFile file, Bucket bucket, RecordVisitor visitor) {
        new BucketWalk(file, new PageMarks(file.meta().highWater())).walk(bucket, false, visitor);
    }
}
