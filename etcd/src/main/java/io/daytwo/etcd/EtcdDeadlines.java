package io.daytwo.etcd;

import java.time.Duration;
import java.util.Objects;

/**
 * How long calls to one member may take. Each is a limit for one call, connection included; {@link #defaults()} suit a
 * data center. Immutable.
 *
 * @param read status, member list, alarms, reads of one key; 10 s, for the first one also starts TLS, and nights are
 *     busy
 * @param hash hash of the key space: the member reads every key; 60 s
 * @param change alarm disarm, membership changes; 15 s
 * @param defragment defragmentation of one member: it copies its database; 10 min
 * @param settle how long a member may take to be healthy again after it was disturbed; 60 s
 */
public record EtcdDeadlines(Duration read, Duration hash, Duration change, Duration defragment, Duration settle) {
    /** Refuses what is not positive. */
    public EtcdDeadlines {
        positive(read, "read");
        positive(hash, "hash");
        positive(change, "change");
        positive(defragment, "defragment");
        positive(settle, "settle");
    }

    /** {@return the defaults given above} */
    public static EtcdDeadlines defaults() {
        return new EtcdDeadlines(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(15),
                Duration.ofMinutes(10),
                Duration.ofSeconds(60));
    }

    /**
     * Another limit for reads.
     *
     * @param limit longer than nothing
     * @return a copy
     */
    public EtcdDeadlines read(Duration limit) {
        return new EtcdDeadlines(limit, hash, change, defragment, settle);
    }

    /**
     * Another limit for hashing the key space.
     *
     * @param limit longer than nothing
     * @return a copy
     */
    public EtcdDeadlines hash(Duration limit) {
        return new EtcdDeadlines(read, limit, change, defragment, settle);
    }

    /**
     * Another limit for changes.
     *
     * @param limit longer than nothing
     * @return a copy
     */
    public EtcdDeadlines change(Duration limit) {
        return new EtcdDeadlines(read, hash, limit, defragment, settle);
    }

    /**
     * Another limit for the defragmentation of one member.
     *
     * @param limit longer than nothing
     * @return a copy
     */
    public EtcdDeadlines defragment(Duration limit) {
        return new EtcdDeadlines(read, hash, change, limit, settle);
    }

    /**
     * Another limit for becoming healthy again.
     *
     * @param limit longer than nothing
     * @return a copy
     */
    public EtcdDeadlines settle(Duration limit) {
        return new EtcdDeadlines(read, hash, change, defragment, limit);
    }

    private static void positive(Duration limit, String name) {
        Objects.requireNonNull(limit, name);
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, not " + limit);
        }
    }
}
