package io.daytwo.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;

/** One JSON object a line: time, kind, then the components of the event under their own names. */
final class JsonLines implements ProgressListener {
    private final Appendable out;

    JsonLines(Appendable out) {
        this.out = out;
    }

    @Override
    public synchronized void on(ProgressEvent event) {
        StringBuilder line = new StringBuilder("{");
        member(line, "at", Instant.now().toString());
        member(line.append(','), "event", event.getClass().getSimpleName());
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            member(line.append(','), component.getName(), value(component, event));
        }
        member(line.append(','), "message", event.message());
        try {
            out.append(line.append("}\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(RecordComponent component, ProgressEvent event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("events are public records", e);
        }
    }

    private static void member(StringBuilder line, String name, Object value) {
        if (value instanceof Duration took) {
            line.append('"').append(name).append("Millis\":").append(took.toMillis());
            return;
        }
        line.append('"').append(name).append("\":");
        if (value instanceof Number) {
            line.append(value);
        } else {
            quote(line, value.toString());
        }
    }

    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' '
                    || Character.isSurrogate(c)
                    || Character.isISOControl(c)
                    || c == '\u2028'
                    || c == '\u2029') {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
