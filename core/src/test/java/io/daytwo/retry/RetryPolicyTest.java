package io.daytwo.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RetryPolicyTest {
    private static final class Passing extends RuntimeException implements Transient {}

    private static final class Lasting extends RuntimeException {}

    private final RetryPolicy quick = new RetryPolicy(4, Duration.ofMillis(1), 1, 0, Duration.ofSeconds(10));
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void passingFailuresAreTriedAgain() {
        String result = quick.call("work", () -> {
            if (tries.incrementAndGet() < 3) {
                throw new Passing();
            }
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(tries).hasValue(3);
    }

    @Test
    void otherFailuresEndTheWorkAtOnce() {
        assertThatThrownBy(() -> quick.call("work", () -> {
                    tries.incrementAndGet();
                    throw new Lasting();
                }))
                .isExactlyInstanceOf(Lasting.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void theLastFailureIsThrownAsItIs() {
        assertThatThrownBy(() -> quick.call("work", this::fail)).isExactlyInstanceOf(Passing.class);
        assertThat(tries).hasValue(4);
    }

    private Object fail() {
        tries.incrementAndGet();
        throw new Passing();
    }

    @Test
    void onceIsOnce() {
        assertThatThrownBy(() -> RetryPolicy.once().call("work", this::fail)).isExactlyInstanceOf(Passing.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void noTryBeginsBehindTheBudget() {
        RetryPolicy patient =
                quick.withAttempts(1000).withDelay(Duration.ofMillis(40)).withBudget(Duration.ofMillis(200));
        long started = System.nanoTime();
        assertThatThrownBy(() -> patient.call("work", this::fail)).isExactlyInstanceOf(Passing.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
        assertThat(tries.get()).isBetween(2, 6);
    }

    @Test
    void aDelayThatDoesNotFitTheBudgetIsNotSlept() {
        RetryPolicy slow = quick.withDelay(Duration.ofMinutes(5)).withBudget(Duration.ofMillis(50));
        long started = System.nanoTime();
        assertThatThrownBy(() -> slow.call("work", this::fail)).isExactlyInstanceOf(Passing.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void interruptionEndsTheWaitTypedWithItsFlagKept() {
        RetryPolicy slow = quick.withDelay(Duration.ofMinutes(5)).withBudget(Duration.ofMinutes(20));
        Thread waiting = Thread.currentThread();
        new Thread(() -> {
                    while (waiting.getState() != Thread.State.TIMED_WAITING) {
                        Thread.onSpinWait();
                    }
                    waiting.interrupt();
                })
                .start();
        assertThatThrownBy(() -> slow.call("reaching etcd", this::fail))
                .isInstanceOfSatisfying(
                        WaitInterruptedException.class,
                        e -> assertThat(e.what()).isEqualTo("reaching etcd"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(tries).hasValue(1);
    }

    @Test
    void anInterruptedThreadDoesNotBegin() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> quick.call("work", this::fail)).isInstanceOf(WaitInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(tries).hasValue(0);
    }

    @Test
    void takesTriesAndDelaysFromResilience4j() {
        RetryConfig config = RetryConfig.custom()
                .maxAttempts(7)
                .intervalFunction(IntervalFunction.ofExponentialBackoff(200, 3))
                .build();
        RetryPolicy policy = RetryPolicy.from(config);
        assertThat(policy.attempts()).isEqualTo(7);
        assertThat(policy.delay()).hasMillis(200);
        assertThat(policy.factor()).isEqualTo(3);
        assertThat(RetryPolicy.from(RetryConfig.ofDefaults()).factor()).isEqualTo(1);
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> quick.withAttempts(0))
                .withMessageContaining("attempts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> quick.withDelay(Duration.ofMillis(-1)))
                .withMessageContaining("delay");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(1, Duration.ZERO, 0.5, 0, Duration.ZERO))
                .withMessageContaining("factor");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(1, Duration.ZERO, 1, 1, Duration.ZERO))
                .withMessageContaining("jitter");
    }
}
