package io.daytwo.etcd.internal.bbolt;

/**
 * The header of a page, checked: a page knows its own number, has one type, and lies inside the file with all its
 * overflow. Layout: bbolt {@code internal/common/page.go}.
 *
 * @param id number of the page
 * @param start byte offset of its header
 * @param size bytes with header and overflow
 * @param flags its type
 * @param count its elements
 */
public record Page(long id, long start, long size, int flags, int count) {
    /** Bytes of the header. */
    public static final int HEADER = 16;

    /** Bytes of an element in a branch or leaf. */
    public static final int ELEMENT = 16;

    /** Type of a branch. */
    public static final int BRANCH = 0x01;

    /** Type of a leaf. */
    public static final int LEAF = 0x02;

    /** Type of pages 0 and 1. */
    public static final int META = 0x04;

    /** Type of the free list. */
    public static final int FREELIST = 0x10;

    /** Set in a leaf element's flags when its value is a bucket. */
    public static final int BUCKET = 0x01;

    /** The longest key that bbolt writes. */
    public static final int LONGEST_KEY = 32768;

    /** {@return offset of the first byte behind the elements} */
    long elementsEnd() {
        return start + HEADER + (long) count * ELEMENT;
    }

    /** {@return offset of an element} */
    long element(int index) {
        return start + HEADER + (long) index * ELEMENT;
    }

    /**
     * Where an element's key begins, once it is sure that key and value lie in this page, behind all elements and
     * behind the data of the element before. bbolt writes them so; an overlap would let a small file cost long work.
     */
    long dataOf(int index, long position, long keySize, long valueSize, long floor) {
        long key = element(index) + position;
        if (keySize < 1 || keySize > LONGEST_KEY || valueSize > Integer.MAX_VALUE) {
            throw broken(
                    "element " + index + " has a key of " + keySize + " and a value of " + valueSize + " bytes.",
                    element(index));
        }
        if (key < floor || key + keySize + valueSize > start + size) {
            throw broken("element " + index + " has its data outside the page or on top of another's.", element(index));
        }
        return key;
    }

    boolean isBranch() {
        return flags == BRANCH;
    }

    BoltFormatException broken(String what, long offset) {
        return new BoltFormatException("page " + id + ": " + what, id, offset);
    }
}
