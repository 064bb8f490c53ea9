package io.daytwo.etcd.internal.bbolt;

/**
 * The free list, where one is in the file (etcd keeps it there on all systems but Linux). Layout: bbolt
 * {@code internal/freelist/shared.go Write}; from 0xFFFF ids on the first number is their count.
 */
final class FreeList {
    private static final int COUNT_IS_INSIDE = 0xFFFF;

    private FreeList() {}

    /** Checks the list and that each page is either in use or free; marks what is free. */
    static void check(BoltFile file, PageMarks marks) {
        if (file.meta().freelist() == Meta.NO_FREELIST) {
            return;
        }
        Window window = new Window(file.source());
        Page page = file.page(window, file.meta().freelist());
        if (page.flags() != Page.FREELIST) {
            throw page.broken("should be the free list.", page.start());
        }
        if (!marks.mark(page.id(), page.size() / file.pageSize())) {
            throw page.broken("is the free list and part of a bucket too.", page.start());
        }
        mark(page, window, marks, file.meta().highWater());
        if (!marks.isFull()) {
            throw new BoltFormatException(
                    "page " + marks.firstWithout() + ": neither in use nor in the free list.",
                    marks.firstWithout(),
                    BoltFormatException.NOWHERE);
        }
    }

    private static void mark(Page page, Window window, PageMarks marks, long pages) {
        long at = page.start() + Page.HEADER;
        long count = page.count();
        if (count == COUNT_IS_INSIDE) {
            count = window.u64(at);
            at += Long.BYTES;
        }
        if (count < 0 || count > (page.start() + page.size() - at) / Long.BYTES) {
            throw page.broken("the free list claims " + count + " pages, more than fit into it.", page.start());
        }
        long previous = 1;
        for (long i = 0; i < count; i++, at += Long.BYTES) {
            long id = window.u64(at);
            if (id <= previous || id >= pages) {
                throw page.broken("the free list names page " + Long.toUnsignedString(id) + " out of order.", at);
            }
            if (!marks.mark(id, 1)) {
                throw page.broken("page " + id + " is in use and in the free list.", at);
            }
            previous = id;
        }
    }
}
