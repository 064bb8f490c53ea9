package io.daytwo.etcd.internal.bbolt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A leaf page to be written: elements in ascending order of their keys. Too many for one page make it a page with
 * overflow, which every reader takes and bbolt splits when it next writes it. Format: {@code internal/common/page.go},
 * {@code inode.go} of bbolt. Not thread-safe.
 */
final class LeafImage {
    private static final int MOST_ELEMENTS = 0xFFFE;

    /** The value of a leaf element, and whether it is the header of a bucket. */
    static final class Value {
        private final byte[] bytes;
        private final boolean bucket;

        Value(byte[] bytes, boolean bucket) {
            this.bytes = bytes;
            this.bucket = bucket;
        }
    }

    private final SortedMap<byte[], Value> elements = new TreeMap<>(Arrays::compareUnsigned);

    void put(byte[] key, byte[] value) {
        elements.put(key, new Value(value, false));
    }

    void put(byte[] key, Value value) {
        elements.put(key, value);
    }

    byte @Nullable [] value(byte[] key) {
        Value value = elements.get(key);
        return value == null ? null : value.bytes;
    }

    int size() {
        return Page.HEADER
                + elements.entrySet().stream()
                        .mapToInt(element -> Page.ELEMENT + element.getKey().length + element.getValue().bytes.length)
                        .reduce(0, Math::addExact);
    }

    /** Whether bbolt itself would keep a bucket of these elements within its parent: {@code bucket.go inlineable}. */
    boolean fitsInline(int pageSize) {
        return size() <= pageSize / 4 && elements.values().stream().noneMatch(value -> value.bucket);
    }

    /** Lays the page out, filled up to whole pages. */
    byte[] pages(long id, int pageSize) {
        return layOut(id, Math.max(1, (size() + pageSize - 1) / pageSize), pageSize);
    }

    /** Lays the page out as it stands behind a bucket header: no id, no padding. */
    byte[] inline() {
        return layOut(0, 1, size());
    }

    private byte[] layOut(long id, int pages, int pageSize) {
        if (elements.size() > MOST_ELEMENTS) {
            throw new BoltFormatException(
                    "A bucket of etcd's own settings has " + elements.size() + " records, more than go into one page.",
                    BoltFormatException.NOWHERE,
                    BoltFormatException.NOWHERE);
        }
        ByteBuffer out =
                ByteBuffer.allocate(Math.multiplyExact(pages, pageSize)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(id)
                .putShort((short) Page.LEAF)
                .putShort((short) elements.size())
                .putInt(pages - 1);
        int data = Page.HEADER + elements.size() * Page.ELEMENT;
        for (Map.Entry<byte[], Value> element : elements.entrySet()) {
            byte[] key = element.getKey();
            byte[] value = element.getValue().bytes;
            out.putInt(element.getValue().bucket ? Page.BUCKET : 0)
                    .putInt(data - out.position() + Integer.BYTES)
                    .putInt(key.length)
                    .putInt(value.length);
            out.put(data, key).put(data + key.length, value);
            data += key.length + value.length;
        }
        return out.array();
    }
}
