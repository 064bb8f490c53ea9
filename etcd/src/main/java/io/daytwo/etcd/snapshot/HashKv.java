package io.daytwo.etcd.snapshot;

/**
 * The hash of the key-value history that etcd members compare among themselves. Equal to the HashKV call of a member
 * and to {@code etcdutl hashkv} when revision and compact revision are equal, and only then comparable.
 *
 * @param hash CRC-32C, unsigned
 * @param revision the revision up to which it was computed
 * @param compactRevision the revision up to which history is compacted; -1 when it never was
 */
public record HashKv(long hash, long revision, long compactRevision) {}
