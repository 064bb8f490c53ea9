package io.daytwo.etcd.snapshot;

/**
 * An alarm that was raised when the snapshot was taken. etcdutl restores it: a cluster restored with NOSPACE refuses
 * writes, one with CORRUPT refuses reads too.
 *
 * @param memberId the member that raised it, unsigned
 * @param type {@code NOSPACE}, {@code CORRUPT}, or a number that is newer than this library
 */
public record RecordedAlarm(long memberId, String type) {}
