package io.daytwo.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A terminal: what is over scrolls by above, what runs has one line each below, which is written over. At most ten
 * times a second; what is lost of a moving count is in the next one.
 */
final class LiveProgress implements ProgressListener {
    private static final long QUIET_NANOS = 100_000_000L;
    private static final int WIDTH = 79;
    private static final String CLEAR = "\u001b[J";

    private final Appendable out;
    private final Map<String, String> running = new LinkedHashMap<>();
    private int drawn;
    private long lastDraw = System.nanoTime() - QUIET_NANOS;

    LiveProgress(Appendable out) {
        this.out = out;
    }

    @Override
    public synchronized void on(ProgressEvent event) {
        boolean moved = event instanceof ProgressEvent.Advanced || event instanceof PlanEvent.StepNoted;
        boolean begins = event instanceof ProgressEvent.Started || event instanceof PlanEvent.StepStarted;
        if (moved || begins) {
            running.put(event.what(), line(event.message()));
            if (begins || System.nanoTime() - lastDraw >= QUIET_NANOS) {
                draw("");
            }
            return;
        }
        running.remove(event.what());
        if (event instanceof PlanEvent.PlanStopped) {
            running.clear();
        }
        draw(Plain.of(event.message()) + "\n");
    }

    /** Cut, so that one line stays one line. */
    private static String line(String message) {
        String plain = Plain.of(message).replace('\n', ' ');
        return plain.length() <= WIDTH ? plain : plain.substring(0, WIDTH - 1) + "…";
    }

    private void draw(String over) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append("A\r").append(CLEAR);
        }
        text.append(over);
        running.values().forEach(line -> text.append(line).append('\n'));
        drawn = running.size();
        lastDraw = System.nanoTime();
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
