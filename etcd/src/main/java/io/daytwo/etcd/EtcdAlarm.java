package io.daytwo.etcd;

/**
 * An alarm that a member raised. It stays until someone disarms it.
 *
 * @param memberId id of the member that raised it, unsigned
 * @param kind which
 */
public record EtcdAlarm(long memberId, Kind kind) {
    /** The alarms of etcd. */
    public enum Kind {
        /** The database reached its quota: the cluster refuses writes other than deletes. */
        NOSPACE,
        /** The member's data differs from the others': the cluster refuses reads and writes. */
        CORRUPT,
        /** One that this version of the library does not know. */
        UNKNOWN
    }

    @Override
    public String toString() {
        return kind + " on " + Long.toHexString(memberId);
    }
}
