package io.daytwo.etcd.internal.bbolt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Elements of pages as objects, for the few pages that are going to be written anew. Trusts what the structure check
 * has passed; holds a small bucket whole, and refuses one that is not small. Not thread-safe.
 */
final class ElementReader {
    private static final int MOST_BYTES_HELD = 8 << 20;

    private final BoltFile file;
    private final Window window;

    ElementReader(BoltFile file) {
        this.file = file;
        window = new Window(file.source());
    }

    Page page(long id) {
        return file.page(window, id);
    }

    /** All elements of a tree of pages, in one leaf. */
    void load(long id, LeafImage into) {
        Page page = page(id);
        for (int i = 0; i < page.count(); i++) {
            if (page.isBranch()) {
                load(child(page, i), into);
            } else {
                into.put(key(page, i), value(page, i));
            }
        }
        if (into.size() > MOST_BYTES_HELD) {
            throw page.broken("belongs to a small bucket, but more than 8 MiB lie there.", page.start());
        }
    }

    /** All elements of a page that lies in a value, behind the bucket's header. */
    static void loadInline(byte[] bucket, LeafImage into) {
        ByteBuffer in = ByteBuffer.wrap(bucket).order(ByteOrder.LITTLE_ENDIAN);
        int count = Short.toUnsignedInt(in.getShort(Bucket.HEADER + 10));
        for (int i = 0; i < count; i++) {
            int element = Bucket.HEADER + Page.HEADER + i * Page.ELEMENT;
            int start = element + in.getInt(element + 4);
            byte[] key = new byte[in.getInt(element + 8)];
            byte[] value = new byte[in.getInt(element + 12)];
            in.get(start, key).get(start + key.length, value);
            into.put(key, value);
        }
    }

    BranchImage branch(Page page) {
        BranchImage image = new BranchImage();
        for (int i = 0; i < page.count(); i++) {
            image = image.add(key(page, i), child(page, i));
        }
        return image;
    }

    byte[] key(Page page, int index) {
        long element = element(page, index);
        int pos = page.isBranch() ? 0 : 4;
        return piece(element + window.u32(element + pos), window.u32(element + pos + 4));
    }

    long child(Page branch, int index) {
        return window.u64(element(branch, index) + 8);
    }

    private LeafImage.Value value(Page leaf, int index) {
        long element = element(leaf, index);
        long start = element + window.u32(element + 4) + window.u32(element + 8);
        boolean bucket = (window.u32(element) & Page.BUCKET) != 0;
        return new LeafImage.Value(piece(start, window.u32(element + 12)), bucket);
    }

    private static long element(Page page, int index) {
        return page.start() + Page.HEADER + (long) index * Page.ELEMENT;
    }

    private byte[] piece(long start, long length) {
        if (length > MOST_BYTES_HELD) {
            throw new BoltFormatException(
                    "A record of a small bucket has more than 8 MiB.", BoltFormatException.NOWHERE, start);
        }
        return file.source().bytes(start, (int) length);
    }
}
