package io.daytwo.etcd.internal.bbolt;

import java.util.Optional;

/**
 * A bbolt database, opened by the newest valid meta as bbolt does it ({@code db.go}: {@code getPageSize}, {@code mmap},
 * {@code meta}). Immutable.
 */
public final class BoltFile {
    private static final int SMALLEST_PAGE = 1 << 10;
    private static final int LARGEST_PAGE = 64 << 10;
    private static final int PROBES = 14;
    private static final long MOST_PAGES = Integer.MAX_VALUE;

    private final PageSource source;
    private final Meta meta;

    private BoltFile(PageSource source, Meta meta) {
        this.source = source;
        this.meta = meta;
    }

    /**
     * Opens a database.
     *
     * @param source its bytes
     * @return the database
     * @throws BoltFormatException when no meta is valid, or the valid one cannot be true of this file
     */
    public static BoltFile open(PageSource source) {
        int pageSize = pageSize(source);
        Optional<Meta> first = metaAt(source, 0);
        Optional<Meta> second = metaAt(source, pageSize);
        Meta meta = newer(first, second).orElseThrow(() -> noMeta(source));
        check(meta, pageSize, source.length());
        return new BoltFile(source, meta);
    }

    private static int pageSize(PageSource source) {
        Optional<Meta> first = metaAt(source, 0);
        for (int i = 0; first.isEmpty() && i <= PROBES; i++) {
            first = metaAt(source, (long) SMALLEST_PAGE << i);
        }
        int size = first.orElseThrow(() -> noMeta(source)).pageSize();
        if (size < SMALLEST_PAGE || size > LARGEST_PAGE || Integer.bitCount(size) != 1) {
            throw new BoltFormatException(
                    "The file claims pages of " + Integer.toUnsignedString(size)
                            + " bytes; a power of two from 1024 to 65536 is possible.",
                    0,
                    Page.HEADER + 8L);
        }
        return size;
    }

    private static Optional<Meta> metaAt(PageSource source, long position) {
        return position > source.length() - Meta.ENCODED
                ? Optional.empty()
                : Meta.decode(source.bytes(position, Meta.ENCODED));
    }

    private static Optional<Meta> newer(Optional<Meta> first, Optional<Meta> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.or(() -> second);
        }
        return Long.compareUnsigned(second.get().txid(), first.get().txid()) > 0 ? second : first;
    }

    private static BoltFormatException noMeta(PageSource source) {
        boolean swapped = source.length() >= Meta.ENCODED && Meta.isByteSwapped(source.bytes(0, Meta.ENCODED));
        return new BoltFormatException(
                swapped
                        ? "The file was written on a big-endian machine (s390x); it can only be read there."
                        : "Neither of the two meta pages is valid: this is no bbolt database, or its head is damaged.",
                0,
                0);
    }

    private static void check(Meta meta, int pageSize, long length) {
        long home = (meta.txid() & 1) * pageSize;
        if (meta.pageSize() != pageSize) {
            throw new BoltFormatException("The two metas disagree about the page size.", 0, home);
        }
        long pages = meta.highWater();
        if (pages < 3 || pages > length / pageSize) {
            throw new BoltFormatException(
                    "The database has " + Long.toUnsignedString(pages) + " pages of " + pageSize
                            + " bytes, but the file ends after " + length + " bytes: it is cut short.",
                    BoltFormatException.NOWHERE,
                    length);
        }
        if (meta.txid() < 0) {
            throw new BoltFormatException(
                    "Transaction " + Long.toUnsignedString(meta.txid())
                            + " is more than a server ever counts to: writes after it would be taken for older ones.",
                    0,
                    home);
        }
        if (pages > MOST_PAGES) {
            throw new BoltFormatException("More than 2^31 pages are not supported.", 0, home);
        }
        if (meta.root() < 2 || meta.root() >= pages) {
            throw new BoltFormatException(
                    "The root bucket is said to be in page " + Long.toUnsignedString(meta.root()) + " of " + pages
                            + ".",
                    0,
                    home);
        }
        boolean listed = meta.freelist() != Meta.NO_FREELIST;
        if (listed && (meta.freelist() < 2 || meta.freelist() >= pages)) {
            throw new BoltFormatException(
                    "The free list is said to be in page " + Long.toUnsignedString(meta.freelist()) + " of " + pages
                            + ".",
                    0,
                    home);
        }
    }

    /** {@return the meta that counts} */
    public Meta meta() {
        return meta;
    }

    /** {@return bytes of a page} */
    public int pageSize() {
        return meta.pageSize();
    }

    /** {@return bytes of the database: pages below the high-water mark; the file may be longer, preallocated} */
    public long size() {
        return meta.highWater() * meta.pageSize();
    }

    /** {@return the bytes} */
    public PageSource source() {
        return source;
    }

    /**
     * Reads and checks the header of a page.
     *
     * @param window to read through
     * @param id number of the page
     * @return its header
     * @throws BoltFormatException when the number is out of range, the page claims another number, its type is unknown,
     *     or its overflow goes beyond the high-water mark
     */
    public Page page(Window window, long id) {
        if (id < 2 || id >= meta.highWater()) {
            throw new BoltFormatException(
                    "page " + Long.toUnsignedString(id) + ": referred to, but the database has pages 2 to "
                            + (meta.highWater() - 1) + ".",
                    id,
                    BoltFormatException.NOWHERE);
        }
        long start = id * meta.pageSize();
        int at = window.at(start, Page.HEADER);
        long own = LittleEndian.u64(window.bytes(), at);
        int flags = LittleEndian.u16(window.bytes(), at + 8);
        int count = LittleEndian.u16(window.bytes(), at + 10);
        long overflow = LittleEndian.u32(window.bytes(), at + 12);
        Page page = new Page(id, start, (overflow + 1) * meta.pageSize(), flags, count);
        if (own != id) {
            throw page.broken("says it is page " + Long.toUnsignedString(own) + ".", start);
        }
        if (flags != Page.BRANCH && flags != Page.LEAF && flags != Page.FREELIST) {
            throw page.broken("has the unknown type " + Integer.toHexString(flags) + ".", start + 8);
        }
        if (overflow >= meta.highWater() - id) {
            throw page.broken("has " + overflow + " overflow pages, more than the database.", start + 12);
        }
        return page;
    }
}
