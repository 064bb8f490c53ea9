package io.daytwo.etcd;

import java.util.OptionalLong;

/**
 * A member's hash of its key space up to a revision. Two are comparable when revision and compact revision are equal.
 *
 * @param hash CRC-32C, as etcd computes it
 * @param revision up to which revision, as asked for; where 0 was asked, what the server says it took, if it does (3.6)
 * @param compactRevision the revision the member had compacted to, -1 for never
 */
record MemberHash(int hash, OptionalLong revision, long compactRevision) {}
