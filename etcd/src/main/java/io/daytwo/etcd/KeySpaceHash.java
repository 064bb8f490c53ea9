package io.daytwo.etcd;

/**
 * The HashKV of one member: CRC-32C over all revisions of its key space up to one. Hashes of two members mean the same
 * where revision and compact revision are equal.
 *
 * @param member whose, as its name and id
 * @param hash the hash as etcd prints it, unsigned
 * @param revision the revision it reaches to
 * @param compactRevision the revision the member had compacted to, -1 for never
 */
public record KeySpaceHash(String member, long hash, long revision, long compactRevision) {
    boolean isComparableTo(KeySpaceHash other) {
        return revision == other.revision && compactRevision == other.compactRevision;
    }

    @Override
    public String toString() {
        return member + ": hash " + hash + " at revision " + revision + ", compacted to " + compactRevision;
    }
}
