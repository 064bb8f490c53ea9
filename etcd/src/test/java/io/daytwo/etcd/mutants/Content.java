package io.daytwo.etcd.mutants;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A snapshot's bytes while they are being broken. */
final class Content {
    private static final int META = 16;
    private static final int META_HASHED = 56;

    private final Base base;
    private final SnapshotMap map;
    private final Random random;
    private byte[] bytes;

    Content(Base base, Random random) {
        this.base = base;
        this.map = base.map();
        this.random = random;
        this.bytes = base.content().clone();
    }

    byte[] bytes() {
        return bytes;
    }

    /** Breaks one thing and says which. */
    String change(MutationKind kind) {
        return switch (kind) {
            case META -> meta();
            case REVISION_KEY -> revisionKey();
            case FREELIST -> freelist();
            case BITS -> bits();
            case SPLICE -> splice();
            case TRUNCATION -> truncate();
            default -> field(kind);
        };
    }

    private String field(MutationKind kind) {
        List<Field> fields = map.fields(kind);
        if (fields.isEmpty()) {
            return field(MutationKind.LEAF_ELEMENT);
        }
        Field field = fields.get(random.nextInt(fields.size()));
        if (!field.isIn(bytes)) {
            return bits();
        }
        Field other = fields.get(random.nextInt(fields.size()));
        long before = field.read(bytes);
        long sibling = other.isIn(bytes) ? other.read(bytes) : before;
        field.write(bytes, altered(before, sibling, field.width()));
        if (field.read(bytes) == before) {
            field.write(bytes, before + 1);
        }
        return kind + " at " + field.offset() + ": " + before + " -> " + field.read(bytes);
    }

    private long altered(long before, long sibling, int width) {
        return switch (random.nextInt(9)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> before + 1;
            case 3 -> before - 1;
            case 4, 5 -> before ^ 1L << random.nextInt(8 * width);
            case 6 -> sibling;
            case 7 -> random.nextInt(map.pages() + 2);
            default -> random.nextLong();
        };
    }

    private String meta() {
        List<Field> fields = map.fields(MutationKind.META);
        int half = fields.size() / 2;
        int which = random.nextInt(half);
        long value = altered(
                fields.get(which).read(base.content()), which, fields.get(which).width());
        boolean repaired = random.nextInt(8) != 0;
        int slots = 1 + random.nextInt(3);
        for (int slot = 0; slot < 2; slot++) {
            Field field = fields.get(which + slot * half);
            if ((slots & 1 << slot) != 0 && field.isIn(bytes)) {
                field.write(bytes, value);
                if (repaired && which < half - 1) {
                    seal(slot);
                }
            }
        }
        return "META field " + which + " := " + value + " in slots " + slots + (repaired ? ", sealed" : "");
    }

    private void seal(int slot) {
        int at = slot * map.pageSize() + META;
        if (at + META_HASHED + 8 > bytes.length) {
            return;
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < META_HASHED; i++) {
            hash = (hash ^ (bytes[at + i] & 0xFF)) * 0x100000001b3L;
        }
        new Field(at + META_HASHED, 8).write(bytes, hash);
    }

    private String revisionKey() {
        List<Field> keys = map.revisionKeys();
        if (keys.isEmpty()) {
            return field(MutationKind.LEAF_ELEMENT);
        }
        Field key = keys.get(random.nextInt(keys.size()));
        Field other = keys.get(random.nextInt(keys.size()));
        if (!key.isIn(bytes) || !other.isIn(bytes)) {
            return bits();
        }
        if (random.nextInt(4) == 0) {
            byte[] first = Arrays.copyOfRange(bytes, key.offset(), key.offset() + 17);
            System.arraycopy(bytes, other.offset(), bytes, key.offset(), 17);
            System.arraycopy(first, 0, bytes, other.offset(), 17);
            return "REVISION_KEYs at " + key.offset() + " and " + other.offset() + " exchanged";
        }
        Field one = new Field(key.offset() + random.nextInt(key.width()), 1);
        long before = one.read(bytes);
        one.write(bytes, altered(before, before ^ 0x80, 1));
        return "REVISION_KEY at " + one.offset() + ": " + before + " -> " + one.read(bytes);
    }

    /** Appends a page for the list, raises the high-water mark and makes both metas point at it. */
    private String freelist() {
        if (bytes.length < 2 * map.pageSize()) {
            return bits();
        }
        int id = bytes.length / map.pageSize();
        long[] ids = ids(id);
        bytes = Arrays.copyOf(bytes, (id + 1) * map.pageSize());
        int at = id * map.pageSize();
        boolean pointsElsewhere = random.nextInt(6) == 0;
        int count = random.nextInt(6) == 0 ? random.nextInt(0x10000) : ids.length;
        new Field(at, 8).write(bytes, id);
        new Field(at + 8, 2).write(bytes, random.nextInt(8) == 0 ? 2 : 0x10);
        new Field(at + 10, 2).write(bytes, count);
        for (int i = 0; i < Math.min(ids.length, map.pageSize() / 8 - 2); i++) {
            new Field(at + 16 + 8 * i, 8).write(bytes, ids[i]);
        }
        long pointer = pointsElsewhere ? random.nextInt(id + 3) : id;
        for (int slot = 0; slot < 2; slot++) {
            new Field(slot * map.pageSize() + META + 32, 8).write(bytes, pointer);
            new Field(slot * map.pageSize() + META + 40, 8).write(bytes, id + 1);
            seal(slot);
        }
        return "FREELIST page " + id + " at " + pointer + ", count " + count + ": " + Arrays.toString(ids);
    }

    private long[] ids(int pages) {
        long[] free = map.freePages().stream().mapToLong(page -> page).toArray();
        switch (random.nextInt(7)) {
            case 0 -> {
                return free;
            }
            case 1 -> {
                return random.longs(1 + random.nextInt(5), 0, pages + 3L)
                        .sorted()
                        .toArray();
            }
            case 2 -> {
                return random.longs(1 + random.nextInt(5)).toArray();
            }
            case 3 -> {
                return Arrays.copyOf(free, free.length + 1);
            }
            case 4 -> {
                return Arrays.copyOf(free, Math.max(0, free.length - 1));
            }
            default -> {
                long[] changed = Arrays.copyOf(free, free.length + 1);
                changed[random.nextInt(changed.length)] = random.nextInt(pages + 2);
                Arrays.sort(changed);
                return changed;
            }
        }
    }

    private String bits() {
        StringBuilder flipped = new StringBuilder("BITS");
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int bit = random.nextInt(bytes.length * 8);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            flipped.append(' ').append(bit);
        }
        return flipped.toString();
    }

    private String splice() {
        int unit = random.nextBoolean() ? map.pageSize() : 1;
        int length = Math.min(bytes.length, unit == 1 ? 1 + random.nextInt(256) : unit * (1 + random.nextInt(2)));
        int from = random.nextInt((bytes.length - length) / unit + 1) * unit;
        int to = random.nextInt((bytes.length - length) / unit + 1) * unit;
        String what = length + " bytes from " + from + " to " + to;
        switch (random.nextInt(4)) {
            case 0 -> {
                System.arraycopy(bytes, from, bytes, to, length);
                return "SPLICE copied over " + what;
            }
            case 1 -> {
                byte[] there = Arrays.copyOfRange(bytes, to, to + length);
                byte[] here = Arrays.copyOfRange(bytes, from, from + length);
                System.arraycopy(here, 0, bytes, to, length);
                System.arraycopy(there, 0, bytes, from, length);
                return "SPLICE exchanged " + what;
            }
            case 2 -> {
                byte[] piece = Arrays.copyOfRange(bytes, from, from + length);
                byte[] head = MutantFactory.join(Arrays.copyOf(bytes, to), piece);
                bytes = MutantFactory.join(head, Arrays.copyOfRange(bytes, to, bytes.length));
                return "SPLICE inserted " + what;
            }
            default -> {
                bytes = MutantFactory.join(
                        Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, from + length, bytes.length));
                return "SPLICE removed " + what;
            }
        }
    }

    private String truncate() {
        int edge = (1 + random.nextInt(map.pages())) * map.pageSize();
        int length = switch (random.nextInt(6)) {
            case 0 -> edge;
            case 1 -> edge + 1 + random.nextInt(40);
            case 2 -> edge - 1 - random.nextInt(40);
            case 3 -> edge - 512 * random.nextInt(map.pageSize() / 512) + Base.TRAILER;
            case 4 -> bytes.length + 1 + random.nextInt(2 * map.pageSize());
            default -> random.nextInt(bytes.length);
        };
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, Math.max(0, length));
        return "TRUNCATION of " + before + " to " + bytes.length;
    }
}
