package io.daytwo.etcd;

/**
 * A member's hash of its key space up to a revision. Two are comparable when revision and compact revision are equal.
 *
 * @param hash CRC-32C, as etcd computes it
 * @param compactRevision the revision the member had compacted to, -1 for never
 */
record MemberHash(int hash, long compactRevision) {}
