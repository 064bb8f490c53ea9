package io.daytwo.etcd.internal.bbolt;

/** One bit for each page of a database; memory is taken as marks are set. Not thread-safe. */
final class PageMarks {
    private static final int BITS_OF_CHUNK = 16;
    private static final int WORDS = 1 << (BITS_OF_CHUNK - 6);

    private final long[][] chunks;
    private final long pages;
    private long marked;

    PageMarks(long pages) {
        this.pages = pages;
        this.chunks = new long[(int) (pages >>> BITS_OF_CHUNK) + 1][];
    }

    /** Marks a page and its overflow; false when one of them bears a mark already. */
    boolean mark(long first, long count) {
        for (long id = first; id < first + count; id++) {
            int chunk = (int) (id >>> BITS_OF_CHUNK);
            if (chunks[chunk] == null) {
                chunks[chunk] = new long[WORDS];
            }
            int word = (int) (id >>> 6) & (WORDS - 1);
            long bit = 1L << id;
            if ((chunks[chunk][word] & bit) != 0) {
                return false;
            }
            chunks[chunk][word] |= bit;
            marked++;
        }
        return true;
    }

    boolean isFull() {
        return marked == pages;
    }

    long firstWithout() {
        for (long id = 0; id < pages; id++) {
            long[] chunk = chunks[(int) (id >>> BITS_OF_CHUNK)];
            if (chunk == null || (chunk[(int) (id >>> 6) & (WORDS - 1)] & (1L << id)) == 0) {
                return id;
            }
        }
        return pages;
    }
}
