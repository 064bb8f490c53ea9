package io.daytwo.etcd.internal.bbolt;

import java.nio.charset.StandardCharsets;

/**
 * A bucket of the root bucket. A small one lies inline, as a page of its own inside the leaf that names it. Layout:
 * bbolt {@code internal/common/bucket.go}.
 *
 * @param name its name
 * @param root number of its root page; 0 when it lies inline
 * @param sequence bbolt's counter, which etcd does not use
 * @param inlineStart offset of the inline page's header
 * @param inlineSize bytes of the inline page
 */
public record Bucket(String name, long root, long sequence, long inlineStart, long inlineSize) {
    /** Bytes of the value that refers to a bucket, before the inline page if there is one. */
    public static final int HEADER = 16;

    /** {@return the name as it is in the file} */
    public byte[] rawName() {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** {@return whether it lies in the leaf that names it} */
    public boolean isInline() {
        return root == 0;
    }
}
