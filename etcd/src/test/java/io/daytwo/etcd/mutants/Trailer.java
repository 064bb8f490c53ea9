package io.daytwo.etcd.mutants;

/** What becomes of the SHA-256 at the end. */
enum Trailer {
    /** The trailer of the intact snapshot: any change must be found by the hash alone. */
    KEPT,
    /** Computed anew: the structure decides. */
    RECOMPUTED,
    /** None, like a file copied out of a data directory. */
    ABSENT
}
