package io.daytwo.upgrade.certs;

import io.daytwo.retry.Await;
import java.time.Duration;

/** A wait for time to pass, where nobody tells when it is over. Honours interruption. */
final class Pause {
    private Pause() {}

    static void of(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        var unused = Await.forThat("time to pass")
                .within(time.plusSeconds(5))
                .every(time.dividedBy(4))
                .until(() -> end - System.nanoTime(), left -> left <= 0);
    }
}
