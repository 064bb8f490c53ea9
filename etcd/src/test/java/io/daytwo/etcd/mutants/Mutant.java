package io.daytwo.etcd.mutants;

import java.util.List;

/** A broken snapshot, and how it was broken. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Mutant(long number, String base, MutationKind kind, Trailer trailer, byte[] file, List<String> changes) {
    @Override
    public String toString() {
        return "mutant " + number + " of " + base + ", " + kind + ", trailer " + trailer + ": "
                + String.join("; ", changes);
    }
}
