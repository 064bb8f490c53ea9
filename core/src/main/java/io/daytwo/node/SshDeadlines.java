package io.daytwo.node;

import java.time.Duration;

/**
 * How long each part of a connection may take.
 *
 * @param connect name resolution aside, until TCP is connected
 * @param banner until the server has told its version
 * @param authentication key exchange and login
 * @param channel until one more channel is open
 */
record SshDeadlines(Duration connect, Duration banner, Duration authentication, Duration channel) {
    static final SshDeadlines DEFAULTS = new SshDeadlines(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(15));

    static Duration require(Duration limit) {
        if (limit.isNegative() || limit.isZero() || limit.toDays() > 1) {
            throw new IllegalArgumentException("limit: " + limit + " is not positive, or longer than a day");
        }
        return limit;
    }
}
