package io.daytwo.etcd.mutants;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where things lie in an intact snapshot: every field of bbolt's structures and of the records in it, by the kind of
 * mutation it is for. Written apart from the product's reader, so that a mistake there is not repeated here.
 */
final class SnapshotMap {
    private static final int HEADER = 16;
    private static final Set<String> PROTOBUF = Set.of("key", "lease", "authUsers", "authRoles");

    private final byte[] content;
    private final int pageSize;
    private final Map<MutationKind, List<Field>> fields = new EnumMap<>(MutationKind.class);
    private final List<Field> revisionKeys = new ArrayList<>();
    private final BitSet reachable = new BitSet();
    private int levels;

    SnapshotMap(byte[] content) {
        this.content = content;
        this.pageSize = (int) number(HEADER + 8, 4);
        for (MutationKind kind : MutationKind.values()) {
            fields.put(kind, new ArrayList<>());
        }
        reachable.set(0, 2);
        for (int meta : List.of(0, pageSize)) {
            pageHeader(meta);
            for (int at = 0; at < 16; at += 4) {
                add(MutationKind.META, meta + HEADER + at, 4);
            }
            for (int at = 16; at < 64; at += 8) {
                add(MutationKind.META, meta + HEADER + at, 8);
            }
        }
        page((int) number(HEADER + 16, 8), "", 1);
    }

    int pageSize() {
        return pageSize;
    }

    int pages() {
        return content.length / pageSize;
    }

    /** Pages from the root of the deepest bucket to its leaves. */
    int levels() {
        return levels;
    }

    List<Field> fields(MutationKind kind) {
        return fields.get(kind);
    }

    /** The 17 or 18 bytes of each revision key; too wide to be read as one number. */
    List<Field> revisionKeys() {
        return revisionKeys;
    }

    /** Pages that hold nothing: what a free list would list. */
    List<Integer> freePages() {
        List<Integer> free = new ArrayList<>();
        for (int page = reachable.nextClearBit(0); page < pages(); page = reachable.nextClearBit(page + 1)) {
            free.add(page);
        }
        return free;
    }

    private void page(int id, String bucket, int level) {
        int at = id * pageSize;
        levels = Math.max(levels, level);
        reachable.set(id, id + 1 + (int) number(at + 12, 4));
        body(at, bucket, level);
    }

    private void body(int at, String bucket, int level) {
        pageHeader(at);
        boolean isBranch = number(at + 8, 2) == 1;
        int count = (int) number(at + 10, 2);
        for (int i = 0; i < count; i++) {
            int element = at + HEADER + HEADER * i;
            if (isBranch) {
                add(MutationKind.BRANCH_ELEMENT, element, 4);
                add(MutationKind.BRANCH_ELEMENT, element + 4, 4);
                add(MutationKind.BRANCH_ELEMENT, element + 8, 8);
                page((int) number(element + 8, 8), bucket, level + 1);
            } else {
                for (int field = 0; field < HEADER; field += 4) {
                    add(MutationKind.LEAF_ELEMENT, element + field, 4);
                }
                leaf(element, bucket);
            }
        }
    }

    private void leaf(int element, String bucket) {
        int key = element + (int) number(element + 4, 4);
        int keySize = (int) number(element + 8, 4);
        int value = key + keySize;
        int valueSize = (int) number(element + 12, 4);
        if ((number(element, 4) & 1) != 0) {
            add(MutationKind.BUCKET_HEADER, value, 8);
            add(MutationKind.BUCKET_HEADER, value + 8, 8);
            String name = new String(content, key, keySize, StandardCharsets.UTF_8);
            long root = number(value, 8);
            if (root == 0) {
                body(value + HEADER, name, 1);
            } else {
                page((int) root, name, 1);
            }
            return;
        }
        if (bucket.equals("key")) {
            revisionKeys.add(new Field(key, keySize));
        }
        if (bucket.equals("members")) {
            for (int i = 0; i < valueSize; i++) {
                add(MutationKind.MEMBERS, value + i, 1);
            }
        } else if (PROTOBUF.contains(bucket)) {
            message(value, value + valueSize);
        }
    }

    private void message(int from, int to) {
        int at = from;
        while (at < to) {
            add(MutationKind.PROTOBUF, at, 1);
            int wire = content[at] & 7;
            at++;
            int start = at;
            long varint = 0;
            while (true) {
                int next = content[at];
                varint |= (long) (next & 0x7F) << (7 * (at - start));
                add(MutationKind.PROTOBUF, at, 1);
                at++;
                if (next >= 0) {
                    break;
                }
            }
            at += wire == 2 ? (int) varint : 0;
        }
    }

    private void pageHeader(int at) {
        add(MutationKind.PAGE_HEADER, at, 8);
        add(MutationKind.PAGE_HEADER, at + 8, 2);
        add(MutationKind.PAGE_HEADER, at + 10, 2);
        add(MutationKind.PAGE_HEADER, at + 12, 4);
    }

    private void add(MutationKind kind, int offset, int width) {
        fields.get(kind).add(new Field(offset, width));
    }

    private long number(int offset, int width) {
        return new Field(offset, width).read(content);
    }
}
