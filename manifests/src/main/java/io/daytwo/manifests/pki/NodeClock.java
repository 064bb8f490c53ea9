package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.Misassignment.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node's clock said between two moments of the clock here.
 *
 * @param node what it said
 * @param sent when it was asked
 * @param received when the answer was complete
 */
record NodeClock(Instant node, Instant sent, Instant received) {
    /** Beyond what a quiet network leaves open. etcd's members complain of each other from one second on. */
    private static final Duration TOLERATED = Duration.ofSeconds(5);

    private static final Pattern TIME = Pattern.compile("T(\\d{1,11})\\.(\\d{9})");

    /** By {@code date +%s.%N}, in the first line. */
    static Optional<NodeClock> parse(List<String> lines, Instant sent, Instant received) {
        Matcher found = TIME.matcher(lines.isEmpty() ? "" : lines.get(0));
        return found.matches()
                ? Optional.of(new NodeClock(
                        Instant.ofEpochSecond(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))),
                        sent,
                        received))
                : Optional.empty();
    }

    /** How far it is off at least, whatever the network took: positive if it is fast. */
    Duration error() {
        if (node.isBefore(sent)) {
            return Duration.between(sent, node);
        }
        return node.isAfter(received) ? Duration.between(received, node) : Duration.ZERO;
    }

    Optional<Misassignment> judge(String name) {
        Duration error = error();
        if (error.abs().compareTo(TOLERATED) <= 0) {
            return Optional.empty();
        }
        String problem = "The clock of " + name + " is " + error.abs().toSeconds() + " s "
                + (error.isNegative() ? "behind" : "ahead of") + " the one here: it said "
                + node.truncatedTo(ChronoUnit.SECONDS)
                + " at " + sent.truncatedTo(ChronoUnit.SECONDS)
                + ". Certificates may seem dead or not yet valid there, and leases run out.";
        String remedy = "Set the wrong one of the two: systemctl status systemd-timesyncd, or chronyc tracking.";
        return Optional.of(new Misassignment(Kind.CLOCK_OFF, "clock", name, problem, remedy));
    }
}
