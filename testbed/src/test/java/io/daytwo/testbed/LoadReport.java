package io.daytwo.testbed;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the clients saw.
 *
 * @param lasted from the first write to the stop
 * @param writes all of them, in the order of their ends
 * @param lost acknowledged, and not there afterwards
 */
record LoadReport(Duration lasted, List<Write> writes, List<Write> lost) {
    long acknowledged() {
        return writes.stream().filter(Write::acknowledged).count();
    }

    /** The share of writes acknowledged at their first and only try. */
    double availability() {
        return writes.isEmpty() ? 0 : (double) acknowledged() / writes.size();
    }

    /** The longest time without an acknowledgement, the time before the first and after the last included. */
    Duration longestGap() {
        Duration last = Duration.ZERO;
        Duration longest = Duration.ZERO;
        for (Duration ended : writes.stream()
                .filter(Write::acknowledged)
                .map(Write::ended)
                .sorted()
                .toList()) {
            longest = longer(longest, ended.minus(last));
            last = ended;
        }
        return longer(longest, lasted.minus(last));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** A latency of the acknowledged writes: 0.5 is the median, 1 the worst. */
    Duration latency(double share) {
        List<Duration> sorted = writes.stream()
                .filter(Write::acknowledged)
                .map(Write::latency)
                .sorted()
                .toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(share * (sorted.size() - 1)));
    }

    /** How often each error came. */
    Map<String, Long> errors() {
        return writes.stream()
                .filter(write -> !write.acknowledged())
                .map(Write::error)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d writes in %.1f s, %.2f %% acknowledged at the first try, %d of those lost, longest gap %.2f s, "
                        + "latency %d ms median, %d ms p99%s",
                writes.size(),
                lasted.toMillis() / 1000.0,
                100 * availability(),
                lost.size(),
                longestGap().toMillis() / 1000.0,
                latency(0.5).toMillis(),
                latency(0.99).toMillis(),
                errors().isEmpty() ? "" : ", errors " + errors());
    }
}
