package io.daytwo.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.progress.ProgressEvent.Started;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressListenerTest {
    private final List<ProgressEvent> heard = new ArrayList<>();
    private final Started event = new Started("work", -1);

    @Test
    void aThrowingListenerGoesNoFurtherThanItsGuard() {
        ProgressListener guarded = ((ProgressListener) one -> {
                    heard.add(one);
                    throw new IllegalStateException("a listener's own mistake");
                })
                .guarded();
        guarded.on(event);
        guarded.on(event);
        assertThat(heard).containsExactly(event, event);
        assertThat(guarded.guarded()).isSameAs(guarded);
    }

    @Test
    void theSecondListenerHearsAfterTheFirst() {
        List<String> order = new ArrayList<>();
        ProgressListener first = one -> order.add("first");
        first.andThen(one -> order.add("second")).on(event);
        assertThat(order).containsExactly("first", "second");
        ProgressListener.none().andThen(heard::add).on(event);
        assertThat(heard).containsExactly(event);
    }

    @Test
    void theSecondListenerHearsAlthoughTheFirstThrows() {
        ProgressListener broken = one -> {
            throw new IllegalStateException("screen is gone");
        };
        broken.andThen(heard::add).on(event);
        assertThat(heard).containsExactly(event);
    }

    @Test
    void sizesReadLikePeopleSayThem() {
        assertThat(ByteCount.of(0)).isEqualTo("0 B");
        assertThat(ByteCount.of(1023)).isEqualTo("1023 B");
        assertThat(ByteCount.of(1024)).isEqualTo("1.0 KiB");
        assertThat(ByteCount.of(1_600_000_000)).isEqualTo("1.5 GiB");
        assertThat(ByteCount.of(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
        assertThat(event.message()).isEqualTo("work");
    }
}
