package io.daytwo.manifests.pki;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stretch of time that a timeline shows: the lives of all but CAs, which would make the others dots, and at most
 * two years to each side of now.
 */
record CertificateAxis(Instant from, Instant to, Instant now) {
    private static final Duration MOST = Duration.ofDays(730);
    private static final Duration LEAST = Duration.ofDays(30);
    private static final int MOST_TICKS = 9;
    private static final List<Integer> MONTHS = List.of(1, 2, 3, 6, 12);

    static CertificateAxis of(List<NodeCertificate> certificates, Instant now) {
        Instant from = now.minus(LEAST);
        Instant to = now.plus(LEAST);
        for (NodeCertificate one : certificates) {
            if (!one.isAuthority()) {
                from = one.notBefore().isBefore(from) ? one.notBefore() : from;
                to = one.notAfter().isAfter(to) ? one.notAfter() : to;
            }
        }
        from = from.isBefore(now.minus(MOST)) ? now.minus(MOST) : from;
        to = to.isAfter(now.plus(MOST)) ? now.plus(MOST) : to;
        Duration margin = Duration.between(from, to).dividedBy(25);
        return new CertificateAxis(from.minus(margin), to.plus(margin.multipliedBy(4)), now);
    }

    /** Where a moment lies, from 0 to 100. */
    double percent(Instant moment) {
        double share = (double) from.until(moment, ChronoUnit.SECONDS) / from.until(to, ChronoUnit.SECONDS);
        return Math.max(0, Math.min(100, share * 100));
    }

    /** First days of months and their names, few enough to be read. */
    Map<Instant, String> ticks() {
        Map<Instant, String> ticks = new LinkedHashMap<>();
        long months = ChronoUnit.DAYS.between(from, to) / 30;
        int step = MONTHS.stream()
                .filter(one -> months / one <= MOST_TICKS)
                .findFirst()
                .orElse(12);
        ZonedDateTime month = from.atZone(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .plusMonths(1);
        while (month.toInstant().isBefore(to)) {
            if ((month.getMonthValue() - 1) % step == 0) {
                ticks.put(month.toInstant(), month.toLocalDate().toString().substring(0, 7));
            }
            month = month.plusMonths(1);
        }
        return ticks;
    }
}
