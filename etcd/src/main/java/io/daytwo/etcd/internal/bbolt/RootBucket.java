package io.daytwo.etcd.internal.bbolt;

import java.util.ArrayList;
import java.util.List;

/** Reads the buckets that the root bucket names. */
final class RootBucket implements RecordVisitor {
    private static final int MOST = 1024;

    private final List<Bucket> buckets = new ArrayList<>();

    static List<Bucket> read(BoltFile file, BucketWalk walk) {
        RootBucket found = new RootBucket();
        Bucket root = new Bucket("", file.meta().root(), file.meta().sequence(), 0, 0);
        walk.walk(root, true, found);
        return found.buckets;
    }

    @Override
    public void record(Entry entry) {
        Window window = entry.window();
        long value = entry.valueAt();
        int inlineSize = entry.valueSize() - Bucket.HEADER;
        boolean inline = inlineSize >= 0 && window.u64(value) == 0;
        if (inlineSize < 0 || (inline ? inlineSize < Page.HEADER : inlineSize > 0) || buckets.size() == MOST) {
            throw new BoltFormatException(
                    "bucket " + buckets.size() + " is described in " + entry.valueSize() + " bytes; 16, or more when it"
                            + " lies inline, are possible, and " + MOST + " buckets.",
                    entry.page(),
                    value);
        }
        buckets.add(new Bucket(
                entry.keyText(), window.u64(value), window.u64(value + 8), value + Bucket.HEADER, inlineSize));
    }
}
