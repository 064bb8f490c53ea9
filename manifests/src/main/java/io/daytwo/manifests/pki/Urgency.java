package io.daytwo.manifests.pki;

import java.time.Duration;
import java.time.Instant;

/** How soon something has to be done about a certificate, in words and as a class of the page. */
enum Urgency {
    DEAD("expired"),
    EARLY("not yet valid"),
    SOON("within 30 days"),
    LATER("within 90 days"),
    FINE("after 90 days"),
    AUTHORITY("CAs");

    private static final int SOON_DAYS = 30;
    private static final int LATER_DAYS = 90;

    private final String words;

    Urgency(String words) {
        this.words = words;
    }

    static Urgency of(NodeCertificate one, Instant now) {
        Duration left = one.remaining(now);
        if (left.isNegative()) {
            return DEAD;
        }
        if (one.notBefore().isAfter(now)) {
            return EARLY;
        }
        if (left.toDays() < SOON_DAYS) {
            return SOON;
        }
        if (left.toDays() < LATER_DAYS) {
            return LATER;
        }
        return one.isAuthority() ? AUTHORITY : FINE;
    }

    String words() {
        return words;
    }
}
