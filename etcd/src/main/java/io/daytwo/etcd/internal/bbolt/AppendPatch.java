package io.daytwo.etcd.internal.bbolt;

import io.daytwo.etcd.internal.bbolt.Patch.Piece;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes to a database that leave every page where it is: what is new goes behind the last page, and both metas then
 * lead to a new root. Pages that nothing leads to any more are free by themselves, because the metas say that there is
 * no free list and bbolt then scans for one ({@code db.go}: {@code freepages}).
 *
 * <p>The database must have passed the structure check: this class trusts it. Small buckets are held in memory, the
 * large one never. Not thread-safe.
 */
public final class AppendPatch {
    private final BoltFile file;
    private final ElementReader reader;
    private final int pageSize;
    private final LeafImage root = new LeafImage();
    private final ByteArrayOutputStream appended = new ByteArrayOutputStream();
    private long nextPage;

    /**
     * Begins with what the database is.
     *
     * @param file a database that passed the structure check
     * @throws BoltFormatException when its list of buckets is out of all proportion
     */
    public AppendPatch(BoltFile file) {
        this.file = file;
        reader = new ElementReader(file);
        pageSize = file.pageSize();
        nextPage = file.meta().highWater();
        reader.load(file.meta().root(), root);
    }

    /**
     * Gives a bucket new records in place of all it has; makes it where it is missing.
     *
     * @param bucket its name
     * @param records key to value
     */
    public void replace(String bucket, Map<String, byte[]> records) {
        LeafImage leaf = new LeafImage();
        records.forEach((key, value) -> leaf.put(bytes(key), value));
        store(bucket, leaf);
    }

    /**
     * Puts records into a small bucket; makes it where it is missing.
     *
     * @param bucket its name
     * @param records key to value
     * @throws BoltFormatException when the bucket is out of all proportion
     */
    public void put(String bucket, Map<String, byte[]> records) {
        LeafImage leaf = load(bucket);
        records.forEach((key, value) -> leaf.put(bytes(key), value));
        store(bucket, leaf);
    }

    /**
     * Puts one record behind all others of a bucket of any size: a leaf of its own, and a copy of the branches above
     * the last leaf.
     *
     * @param bucket its name
     * @param key greater than every key of the bucket
     * @param value its value
     */
    public void append(String bucket, byte[] key, byte[] value) {
        long top = rootOf(bucket);
        if (top == 0) {
            LeafImage leaf = load(bucket);
            leaf.put(key, value);
            store(bucket, leaf);
            return;
        }
        Deque<BranchImage> path = new ArrayDeque<>();
        Page last = reader.page(top);
        while (last.isBranch()) {
            path.push(reader.branch(last));
            last = reader.page(reader.child(last, last.count() - 1));
        }
        LeafImage leaf = new LeafImage();
        leaf.put(key, value);
        long added = write(leaf.pages(nextPage, pageSize));
        if (!path.isEmpty()) {
            refer(bucket, grow(path, key, added));
        } else if (last.count() == 0) {
            refer(bucket, added);
        } else {
            refer(bucket, write(new BranchImage().add(reader.key(last, 0), top).add(key, added)));
        }
    }

    /** Adds a child to the lowest branch and writes it and all above it anew, splitting what has grown too large. */
    private long grow(Deque<BranchImage> path, byte[] key, long added) {
        BranchImage branch = path.pop().add(key, added);
        while (true) {
            Optional<BranchImage> sibling = branch.split(pageSize);
            long id = write(branch);
            BranchImage parent = path.isEmpty() ? null : path.pop();
            if (parent == null && sibling.isEmpty()) {
                return id;
            }
            if (parent == null) {
                parent = new BranchImage().add(branch.firstKey(), id);
            } else {
                parent.redirectLast(id);
            }
            if (sibling.isPresent()) {
                parent = parent.add(sibling.get().firstKey(), write(sibling.get()));
            }
            branch = parent;
        }
    }

    /** {@return what to write where} */
    public Patch finish() {
        Meta old = file.meta();
        long rootPage = write(root.pages(nextPage, pageSize));
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece(file.size(), ByteBuffer.wrap(appended.toByteArray())));
        for (int i = 1; i <= 2; i++) {
            Meta meta = new Meta(pageSize, rootPage, old.sequence(), Meta.NO_FREELIST, nextPage, old.txid() + i);
            pieces.add(new Piece((meta.txid() & 1) * pageSize, ByteBuffer.wrap(meta.encode())));
        }
        return new Patch(pieces, nextPage * pageSize);
    }

    private long write(BranchImage branch) {
        return write(branch.pages(nextPage, pageSize));
    }

    private long write(byte[] pages) {
        long id = nextPage;
        appended.writeBytes(pages);
        nextPage += pages.length / pageSize;
        return id;
    }

    private LeafImage load(String bucket) {
        LeafImage leaf = new LeafImage();
        byte[] value = root.value(bytes(bucket));
        if (value != null && rootOf(bucket) == 0) {
            ElementReader.loadInline(value, leaf);
        } else if (value != null) {
            reader.load(rootOf(bucket), leaf);
        }
        return leaf;
    }

    private void store(String bucket, LeafImage leaf) {
        if (leaf.fitsInline(pageSize)) {
            refer(bucket, 0, leaf.inline());
        } else {
            refer(bucket, write(leaf.pages(nextPage, pageSize)));
        }
    }

    private void refer(String bucket, long page) {
        refer(bucket, page, new byte[0]);
    }

    private void refer(String bucket, long page, byte[] inline) {
        byte[] old = root.value(bytes(bucket));
        long sequence = old == null ? 0 : littleEndian(old).getLong(Long.BYTES);
        byte[] value = new byte[Bucket.HEADER + inline.length];
        littleEndian(value).putLong(page).putLong(sequence).put(inline);
        root.put(bytes(bucket), new LeafImage.Value(value, true));
    }

    /** Page of the bucket's root; 0 when it lies inline or is missing. */
    private long rootOf(String bucket) {
        byte[] value = root.value(bytes(bucket));
        return value == null ? 0 : littleEndian(value).getLong(0);
    }

    private static ByteBuffer littleEndian(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
