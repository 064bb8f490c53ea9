package io.daytwo.progress;

import java.time.Duration;
import java.util.Locale;

/** Time that has passed, as people say it: {@code 7 ms}, {@code 1.4 s}, {@code 43 s}, {@code 3 min 12 s}. */
final class Took {
    private Took() {}

    static String of(Duration took) {
        long millis = took.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 9950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = (millis + 500) / 1000;
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        return minutes < 60 ? minutes + " min " + seconds % 60 + " s" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
