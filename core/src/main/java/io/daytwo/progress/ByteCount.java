package io.daytwo.progress;

import java.util.Locale;

/** Bytes as people read them: binary units, one digit behind the point. */
final class ByteCount {
    private static final String UNITS = "KMGTPE";

    private ByteCount() {}

    static String of(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        return String.format(Locale.ROOT, "%.1f %siB", bytes / (double) (1L << (10 * power)), UNITS.charAt(power - 1));
    }
}
