package io.daytwo.etcd.internal.bbolt;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Lays out a bbolt database as bytes, so that tests can have any page size, shape and damage without etcd. Pages are
 * handed out in order: metas, the free list where there is one, free pages, then bucket after bucket from its leaves
 * up, the root bucket last.
 */
public final class DatabaseBuilder {
    private static final Comparator<byte[]> UNSIGNED = Arrays::compareUnsigned;

    private final int pageSize;
    private final NavigableMap<byte[], NavigableMap<byte[], byte[]>> buckets = new TreeMap<>(UNSIGNED);
    private final List<byte[]> pages = new ArrayList<>();
    private int fanOut = 1000;
    private int inlineUpTo;
    private int free = -1;
    private long nextPage;

    private static final class Child {
        private final byte[] firstKey;
        private final long id;

        Child(byte[] firstKey, long id) {
            this.firstKey = firstKey;
            this.id = id;
        }
    }

    public DatabaseBuilder(int pageSize) {
        this.pageSize = pageSize;
    }

    @CanIgnoreReturnValue
    public DatabaseBuilder record(String bucket, byte[] key, byte[] value) {
        buckets.computeIfAbsent(bytes(bucket), name -> new TreeMap<>(UNSIGNED)).put(key, value);
        return this;
    }

    @CanIgnoreReturnValue
    public DatabaseBuilder record(String bucket, String key, String value) {
        return record(bucket, bytes(key), bytes(value));
    }

    @CanIgnoreReturnValue
    public DatabaseBuilder emptyBucket(String bucket) {
        buckets.computeIfAbsent(bytes(bucket), name -> new TreeMap<>(UNSIGNED));
        return this;
    }

    /** The most records of a leaf and children of a branch. */
    @CanIgnoreReturnValue
    public DatabaseBuilder fanOut(int most) {
        fanOut = most;
        return this;
    }

    /** Buckets of so many bytes lie inline; without this none does. */
    @CanIgnoreReturnValue
    public DatabaseBuilder inlineUpTo(int bytes) {
        inlineUpTo = bytes;
        return this;
    }

    /** A free list in the file, with so many pages in it. */
    @CanIgnoreReturnValue
    public DatabaseBuilder freePages(int count) {
        free = count;
        return this;
    }

    /** The file without a trailer. */
    public byte[] build() {
        pages.clear();
        nextPage = 0;
        allocate(new byte[2 * pageSize]);
        long freelist = free < 0 ? Meta.NO_FREELIST : freelist();
        NavigableMap<byte[], byte[]> root = new TreeMap<>(UNSIGNED);
        buckets.forEach((name, records) -> root.put(name, bucketValue(records)));
        long rootPage = tree(root, Page.BUCKET);
        ByteBuffer file = ByteBuffer.allocate((int) nextPage * pageSize);
        pages.forEach(file::put);
        for (int i = 0; i < 2; i++) {
            byte[] meta = new Meta(pageSize, rootPage, 0, freelist, nextPage, 6 + i).encode();
            file.put(i * pageSize, meta);
        }
        return file.array();
    }

    private long freelist() {
        int head = free < 0xFFFF ? 0 : Long.BYTES;
        byte[] page = page(Page.HEADER + head + free * Long.BYTES, Page.FREELIST, Math.min(free, 0xFFFF));
        ByteBuffer ids = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).position(Page.HEADER);
        if (head > 0) {
            ids.putLong(free);
        }
        int first = 2 + page.length / pageSize;
        for (int i = 0; i < free; i++) {
            ids.putLong(first + i);
        }
        long id = allocate(page);
        for (int i = 0; i < free; i++) {
            allocate(new byte[pageSize]);
        }
        return id;
    }

    private byte[] bucketValue(NavigableMap<byte[], byte[]> records) {
        int size = leafSize(records);
        if (size <= inlineUpTo) {
            ByteBuffer value = ByteBuffer.allocate(Bucket.HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
            value.put(Bucket.HEADER, leaf(records, 0, size), 0, size);
            return value.array();
        }
        return ByteBuffer.allocate(Bucket.HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(tree(records, 0))
                .array();
    }

    private long tree(NavigableMap<byte[], byte[]> records, int flags) {
        List<Child> level = new ArrayList<>();
        NavigableMap<byte[], byte[]> part = new TreeMap<>(UNSIGNED);
        for (Map.Entry<byte[], byte[]> next : records.entrySet()) {
            part.put(next.getKey(), next.getValue());
            if (part.size() == fanOut || next.getKey() == records.lastKey()) {
                level.add(new Child(part.firstKey(), write(leaf(part, flags, leafSize(part)))));
                part.clear();
            }
        }
        if (level.isEmpty()) {
            return write(leaf(records, flags, leafSize(records)));
        }
        while (level.size() > 1) {
            List<Child> above = new ArrayList<>();
            for (int from = 0; from < level.size(); from += fanOut) {
                List<Child> children = level.subList(from, Math.min(level.size(), from + fanOut));
                above.add(new Child(children.get(0).firstKey, write(branch(children))));
            }
            level = above;
        }
        return level.get(0).id;
    }

    private static int leafSize(Map<byte[], byte[]> records) {
        return Page.HEADER
                + records.entrySet().stream()
                        .mapToInt(next -> Page.ELEMENT + next.getKey().length + next.getValue().length)
                        .sum();
    }

    private static byte[] leaf(Map<byte[], byte[]> records, int flags, int size) {
        ByteBuffer page = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        page.putShort(8, (short) Page.LEAF).putShort(10, (short) records.size());
        int data = Page.HEADER + records.size() * Page.ELEMENT;
        int element = Page.HEADER;
        for (Map.Entry<byte[], byte[]> next : records.entrySet()) {
            page.position(element);
            page.putInt(flags)
                    .putInt(data - element)
                    .putInt(next.getKey().length)
                    .putInt(next.getValue().length);
            page.position(data).put(next.getKey()).put(next.getValue());
            element += Page.ELEMENT;
            data = page.position();
        }
        return page.array();
    }

    private static byte[] branch(List<Child> children) {
        int size = Page.HEADER
                + children.stream()
                        .mapToInt(child -> Page.ELEMENT + child.firstKey.length)
                        .sum();
        ByteBuffer page = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        page.putShort(8, (short) Page.BRANCH).putShort(10, (short) children.size());
        int data = Page.HEADER + children.size() * Page.ELEMENT;
        int element = Page.HEADER;
        for (Child child : children) {
            page.position(element);
            page.putInt(data - element).putInt(child.firstKey.length).putLong(child.id);
            page.position(data).put(child.firstKey);
            element += Page.ELEMENT;
            data = page.position();
        }
        return page.array();
    }

    private byte[] page(int size, int flags, int count) {
        byte[] page = new byte[(size + pageSize - 1) / pageSize * pageSize];
        ByteBuffer.wrap(page)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(8, (short) flags)
                .putShort(10, (short) count)
                .putInt(12, page.length / pageSize - 1);
        return page;
    }

    private long write(byte[] content) {
        ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        byte[] page = page(content.length, in.getShort(8), in.getShort(10) & 0xFFFF);
        System.arraycopy(content, Page.HEADER, page, Page.HEADER, content.length - Page.HEADER);
        return allocate(page);
    }

    /** Gives a page its number. */
    @CanIgnoreReturnValue
    private long allocate(byte[] page) {
        long id = nextPage;
        nextPage += page.length / pageSize;
        if (id > 1) {
            ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).putLong(0, id);
        }
        pages.add(page);
        return id;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
