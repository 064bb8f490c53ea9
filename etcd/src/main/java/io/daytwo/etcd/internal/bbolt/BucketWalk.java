package io.daytwo.etcd.internal.bbolt;

/**
 * Walks the tree of a bucket in the order of its keys and checks all that bbolt takes for granted or that its own check
 * looks at (bbolt {@code tx_check.go}, {@code Page.FastCheck}, {@code node.read}): page numbers, types and sizes, each
 * page reached once, keys present, strictly ascending and between the keys of the parent, data inside the page and
 * apart. Stricter than bbolt where bbolt never writes such: no branch without children, no empty leaf below a branch, a
 * bounded depth, and a branch's key is its child's first: bbolt's check lets it be less, but its next write to the
 * child looks for the very key, misses it and panics ({@code node.spill}). Memory: a window for each level.
 */
final class BucketWalk {
    /** Levels of a tree: with two children a branch, 32 are more pages than a file can have. */
    static final int DEEPEST = 32;

    private static final int WIDEST_BRANCH = 512 << 10;

    private final BoltFile file;
    private final PageMarks reached;
    private final Level[] levels = new Level[DEEPEST];
    private final HeldKey open = new HeldKey();
    private final Window window;
    private final LeafScan leaves;
    private int leafDepth;

    /** What is remembered of a branch while its children are walked. */
    private static final class Level {
        private final Window window;
        private final HeldKey lower = new HeldKey();
        private final HeldKey upper = new HeldKey();

        Level(PageSource source) {
            window = new Window(source);
        }
    }

    BucketWalk(BoltFile file, PageMarks reached) {
        this.file = file;
        this.reached = reached;
        this.window = new Window(file.source());
        this.leaves = new LeafScan(window, new Window(file.source()));
    }

    void walk(Bucket bucket, boolean holdsBuckets, RecordVisitor visitor) {
        leaves.begin(holdsBuckets, visitor);
        leafDepth = 0;
        if (bucket.isInline()) {
            leaves.scan(inlinePage(bucket), open, open);
        } else {
            visit(bucket.root(), 0, open, open);
        }
    }

    private Page inlinePage(Bucket bucket) {
        long start = bucket.inlineStart();
        Page page = new Page(0, start, bucket.inlineSize(), window.u16(start + 8), window.u16(start + 10));
        if (window.u64(start) != 0 || page.flags() != Page.LEAF || window.u32(start + 12) != 0) {
            throw page.broken("an inline bucket does not hold a leaf.", start);
        }
        return page;
    }

    /** Leaves are all at one depth: above it, headers are read aside, so that the leaves' window can run on. */
    private void visit(long id, int depth, HeldKey lower, HeldKey upper) {
        Page page = file.page(depth < leafDepth ? level(depth).window : window, id);
        if (!reached.mark(id, page.size() / file.pageSize())) {
            throw page.broken("is referred to twice, or overlaps with another page.", page.start());
        }
        if (page.flags() == Page.LEAF) {
            if (depth > 0 && page.count() == 0) {
                throw page.broken("is an empty leaf below a branch.", page.start());
            }
            leafDepth = depth;
            leaves.scan(page, lower, upper);
        } else if (page.isBranch()) {
            branch(page, depth, lower, upper);
        } else {
            throw page.broken("is part of a bucket but a free list.", page.start());
        }
    }

    private Level level(int depth) {
        if (levels[depth] == null) {
            levels[depth] = new Level(file.source());
        }
        return levels[depth];
    }

    private void branch(Page page, int depth, HeldKey lower, HeldKey upper) {
        if (depth == DEEPEST - 1 || page.size() > WIDEST_BRANCH || page.count() == 0) {
            throw page.broken(
                    "a branch with " + page.count() + " children and " + page.size() + " bytes at level " + depth
                            + " of its tree is nothing bbolt writes.",
                    page.start());
        }
        Level level = level(depth);
        level.window.cover(page.start(), (int) page.size());
        check(page, level, lower, upper);
        for (int i = 0; i < page.count(); i++) {
            hold(level.lower, level.window, page.element(i));
            boolean last = i + 1 == page.count();
            if (!last) {
                hold(level.upper, level.window, page.element(i + 1));
            }
            long child = level.window.u64(page.element(i) + 8);
            visit(child, depth + 1, level.lower, last ? upper : level.upper);
        }
    }

    private static void check(Page page, Level level, HeldKey lower, HeldKey upper) {
        if (page.elementsEnd() > page.start() + page.size()) {
            throw page.broken("claims " + page.count() + " children, more than fit into it.", page.start() + 10);
        }
        Window window = level.window;
        HeldKey previous = level.lower;
        previous.drop();
        long floor = page.elementsEnd();
        for (int i = 0; i < page.count(); i++) {
            long element = page.element(i);
            int keySize = (int) window.u32(element + 4);
            long key = page.dataOf(i, window.u32(element), Integer.toUnsignedLong(keySize), 0, floor);
            if (previous.isHeld()
                    ? previous.compareTo(window, key, keySize) >= 0
                    : lower.isHeld() && lower.compareTo(window, key, keySize) != 0) {
                throw page.broken("the key of child " + i + " is out of order.", key);
            }
            previous.hold(window, key, keySize);
            floor = key + keySize;
        }
        if (upper.isHeld() && upper.compareTo(previous) <= 0) {
            throw page.broken("its last child belongs to the next branch.", page.start());
        }
    }

    private static void hold(HeldKey key, Window window, long element) {
        key.hold(window, element + window.u32(element), (int) window.u32(element + 4));
    }
}
