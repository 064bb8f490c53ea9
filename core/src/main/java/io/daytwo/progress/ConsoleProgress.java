package io.daytwo.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plain lines, at most one a second for a piece of work that moves. */
final class ConsoleProgress implements ProgressListener {
    private static final long QUIET_NANOS = 1_000_000_000L;

    private final Appendable out;
    private final Map<String, Long> lastLine = new ConcurrentHashMap<>();

    ConsoleProgress(Appendable out) {
        this.out = out;
    }

    @Override
    public void on(ProgressEvent event) {
        if (event instanceof ProgressEvent.Advanced && isTooSoon(event.what())) {
            return;
        }
        if (event instanceof ProgressEvent.Started) {
            lastLine.put(event.what(), System.nanoTime());
        } else if (event instanceof ProgressEvent.Finished) {
            lastLine.remove(event.what());
        }
        print(Plain.of(event.message()));
    }

    private boolean isTooSoon(String what) {
        long now = System.nanoTime();
        Long last = lastLine.putIfAbsent(what, now);
        if (last == null) {
            return false;
        }
        return now - last < QUIET_NANOS || !lastLine.replace(what, last, now);
    }

    private synchronized void print(String line) {
        try {
            out.append(line).append(System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
