package io.daytwo.etcd.internal.bbolt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A branch page to be written: first key and page id of each child, ascending. Format: {@code internal/common/page.go},
 * {@code inode.go} of bbolt. Not thread-safe.
 */
final class BranchImage {
    private static final int FEWEST_TO_SPLIT = 3;

    private static final class Child {
        private final byte[] firstKey;
        private final long pageId;

        Child(byte[] firstKey, long pageId) {
            this.firstKey = firstKey;
            this.pageId = pageId;
        }
    }

    private final List<Child> children = new ArrayList<>();

    BranchImage add(byte[] firstKey, long pageId) {
        children.add(new Child(firstKey, pageId));
        return this;
    }

    byte[] firstKey() {
        return children.get(0).firstKey;
    }

    /** The last child leads elsewhere from now on. */
    void redirectLast(long pageId) {
        int last = children.size() - 1;
        children.set(last, new Child(children.get(last).firstKey, pageId));
    }

    /** When it has grown beyond a page: its last two children, taken away into a branch of their own. */
    Optional<BranchImage> split(int pageSize) {
        int count = children.size();
        if (size() <= pageSize || count <= FEWEST_TO_SPLIT) {
            return Optional.empty();
        }
        BranchImage sibling = new BranchImage();
        List<Child> moved = children.subList(count - 2, count);
        sibling.children.addAll(moved);
        moved.clear();
        return Optional.of(sibling);
    }

    private int size() {
        return Page.HEADER
                + children.stream()
                        .mapToInt(child -> Page.ELEMENT + child.firstKey.length)
                        .reduce(0, Math::addExact);
    }

    byte[] pages(long id, int pageSize) {
        int pages = (size() + pageSize - 1) / pageSize;
        ByteBuffer out =
                ByteBuffer.allocate(Math.multiplyExact(pages, pageSize)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(id)
                .putShort((short) Page.BRANCH)
                .putShort((short) children.size())
                .putInt(pages - 1);
        int data = Page.HEADER + children.size() * Page.ELEMENT;
        for (Child child : children) {
            out.putInt(data - out.position()).putInt(child.firstKey.length).putLong(child.pageId);
            out.put(data, child.firstKey);
            data += child.firstKey.length;
        }
        return out.array();
    }
}
