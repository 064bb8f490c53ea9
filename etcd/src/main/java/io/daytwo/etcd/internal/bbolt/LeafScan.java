package io.daytwo.etcd.internal.bbolt;

/** Goes through the records of leaf pages, one after another, and checks each before it is shown. */
final class LeafScan {
    private static final int PLAIN = 0;

    private final Window window;
    private final Window aside;
    private final Entry entry;
    private final HeldKey previous = new HeldKey();
    private int expectedFlags = PLAIN;
    private RecordVisitor visitor = entry -> {};

    /** Scans through a window, and another for the elements of pages that are too large for one. */
    LeafScan(Window window, Window aside) {
        this.window = window;
        this.aside = aside;
        this.entry = new Entry(window);
    }

    void begin(boolean holdsBuckets, RecordVisitor next) {
        expectedFlags = holdsBuckets ? Page.BUCKET : PLAIN;
        visitor = next;
    }

    void scan(Page page, HeldKey lower, HeldKey upper) {
        if (page.elementsEnd() > page.start() + page.size()) {
            throw page.broken("claims " + page.count() + " records, more than fit into it.", page.start() + 10);
        }
        Window elements = aside;
        if (page.size() <= Window.WIDEST) {
            window.cover(page.start(), (int) page.size());
            elements = window;
        }
        previous.drop();
        long floor = page.elementsEnd();
        for (int i = 0; i < page.count(); i++) {
            floor = record(page, i, elements, floor, lower);
        }
        if (page.count() > 0 && upper.isHeld() && upper.compareTo(previous) <= 0) {
            throw page.broken("its last key belongs to the next branch.", page.start());
        }
    }

    private long record(Page page, int index, Window elements, long floor, HeldKey lower) {
        long element = page.element(index);
        int at = elements.at(element, Page.ELEMENT);
        byte[] bytes = elements.bytes();
        int flags = LittleEndian.i32(bytes, at);
        int keySize = LittleEndian.i32(bytes, at + 8);
        long valueSize = LittleEndian.u32(bytes, at + 12);
        long key =
                page.dataOf(index, LittleEndian.u32(bytes, at + 4), Integer.toUnsignedLong(keySize), valueSize, floor);
        if (flags != expectedFlags) {
            throw page.broken(
                    "record " + index + " has the flags " + Integer.toHexString(flags) + " where " + expectedFlags
                            + " is expected: a bucket and a record are mixed up.",
                    element);
        }
        if (previous.isHeld() && previous.compareTo(window, key, keySize) >= 0) {
            throw page.broken("the key of record " + index + " is out of order.", key);
        }
        if (index == 0 && lower.isHeld() && lower.compareTo(window, key, keySize) != 0) {
            throw page.broken("its first key is not the one its branch has for it.", key);
        }
        entry.moveTo(page.id(), key, keySize, (int) valueSize);
        previous.hold(window, key, keySize);
        visitor.record(entry);
        return key + keySize + valueSize;
    }
}
