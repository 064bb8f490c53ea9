package io.daytwo.etcd.mutants;

/** What a mutant breaks, with its share of the mix. */
enum MutationKind {
    /** A field of one meta page or of both, mostly with the FNV checksum made right again. */
    META(9),
    /** Id, flags, count or overflow of a page, the fake pages of inline buckets included. */
    PAGE_HEADER(14),
    /** Flags, position, key or value size of a leaf element. */
    LEAF_ELEMENT(15),
    /** Position, key size or child of a branch element. */
    BRANCH_ELEMENT(14),
    /** Root or sequence of a bucket. */
    BUCKET_HEADER(6),
    /** A byte of a revision key, or two keys exchanged. */
    REVISION_KEY(9),
    /** A tag, length or varint of a protobuf record. */
    PROTOBUF(6),
    /** A byte of a member's JSON. */
    MEMBERS(3),
    /** A free list where the server left none: right, overlapping, unsorted, endless. */
    FREELIST(8),
    /** One to four bits anywhere. */
    BITS(2),
    /** Pages or ranges copied over others, exchanged, inserted, removed. */
    SPLICE(6),
    /** Cut at a page's edge, beside it, or anywhere; or prolonged. */
    TRUNCATION(6);

    private final int weight;

    MutationKind(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
