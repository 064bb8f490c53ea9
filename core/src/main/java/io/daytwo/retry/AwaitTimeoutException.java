package io.daytwo.retry;

import io.daytwo.DayTwoException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A condition did not come true in time. */
public final class AwaitTimeoutException extends DayTwoException {
    private final String what;
    private final Duration waited;
    private final String lastSeen;

    AwaitTimeoutException(String what, Duration waited, String lastSeen, String remedy, @Nullable Throwable cause) {
        super("Waited " + seconds(waited) + " for " + what + "; last saw " + lastSeen + ".", remedy, cause);
        this.what = what;
        this.waited = waited;
        this.lastSeen = lastSeen;
    }

    private static String seconds(Duration waited) {
        return waited.toMillis() < 10_000 ? waited.toMillis() + " ms" : waited.toSeconds() + " s";
    }

    /** {@return what was waited for} */
    public String what() {
        return what;
    }

    /** {@return how long} */
    public Duration waited() {
        return waited;
    }

    /** {@return the last observation, as text} */
    public String lastSeen() {
        return lastSeen;
    }
}
