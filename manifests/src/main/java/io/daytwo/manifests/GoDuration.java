package io.daytwo.manifests;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 20s}, {@code 1m30.5s}, {@code 0} (time.ParseDuration). */
final class GoDuration {
    private static final Pattern PART = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(h|ms|m|s)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");
    private static final Map<String, Long> MILLIS = Map.of("h", 3_600_000L, "m", 60_000L, "s", 1000L, "ms", 1L);

    private GoDuration() {}

    /** Empty for what is none, is negative or has a unit below a millisecond. */
    static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long millis = new BigDecimal(part.group(1))
                    .multiply(BigDecimal.valueOf(MILLIS.getOrDefault(part.group(2), 0L)))
                    .longValue();
            sum = sum.plusMillis(millis);
        }
        return Optional.of(sum);
    }
}
