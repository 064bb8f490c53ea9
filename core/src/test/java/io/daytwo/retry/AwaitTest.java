package io.daytwo.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.DayTwoException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AwaitTest {
    private static final class Refused extends DayTwoException implements Transient {
        Refused() {
            super("connection refused.", "Wait.");
        }
    }

    private static final class Broken extends DayTwoException {
        Broken() {
            super("certificate expired.", "Renew.");
        }
    }

    private final AtomicInteger looks = new AtomicInteger();
    private final Await quick =
            Await.forThat("3 looks").within(Duration.ofMillis(150)).every(Duration.ofMillis(1));

    @Test
    void givesTheObservationThatSatisfied() {
        assertThat(quick.within(Duration.ofSeconds(10)).until(looks::incrementAndGet, seen -> seen == 3))
                .isEqualTo(3);
    }

    @Test
    void theErrorKeepsTheLastObservation() {
        AwaitTimeoutException error = catchThrowableOfType(
                AwaitTimeoutException.class,
                () -> quick.orElse("Look at etcd's log.")
                        .until(() -> "look " + looks.incrementAndGet(), seen -> false));
        assertThat(error.what()).isEqualTo("3 looks");
        assertThat(error.lastSeen()).isEqualTo("look " + looks.get());
        assertThat(error.waited()).isBetween(Duration.ofMillis(150), Duration.ofSeconds(10));
        assertThat(error.remedy()).isEqualTo("Look at etcd's log.");
        assertThat(error.getMessage()).startsWith("Waited ").contains("for 3 looks; last saw look ");
    }

    @Test
    void passingFailuresAreObservations() {
        AwaitTimeoutException error = catchThrowableOfType(
                AwaitTimeoutException.class,
                () -> quick.until(
                        () -> {
                            throw new Refused();
                        },
                        seen -> true));
        assertThat(error.lastSeen()).contains("connection refused");
        assertThat(error.getCause()).isInstanceOf(Refused.class);
    }

    @Test
    void otherFailuresEndTheWait() {
        assertThatThrownBy(() -> quick.until(
                        () -> {
                            looks.incrementAndGet();
                            throw new Broken();
                        },
                        seen -> true))
                .isInstanceOf(Broken.class);
        assertThat(looks).hasValue(1);
    }

    @Test
    void looksOnceEvenWithoutTime() {
        assertThat(quick.within(Duration.ZERO).until(() -> "there", seen -> true))
                .isEqualTo("there");
    }

    @Test
    void interruptionEndsTheWaitTypedWithItsFlagKept() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> quick.every(Duration.ofMinutes(1)).until(() -> "no", seen -> false))
                .isInstanceOf(WaitInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void refusesTimesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> quick.within(Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageContaining("limit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> quick.every(Duration.ofMillis(-1)))
                .withMessageContaining("pause");
    }
}
