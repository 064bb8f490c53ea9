package io.daytwo.manifests;

import io.daytwo.DayTwoException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A manifest could not be read. Nothing was changed. */
public final class ManifestException extends DayTwoException {
    private final String source;
    private final int line;

    ManifestException(String source, int line, String problem, String remedy, @Nullable Throwable cause) {
        super(source + (line > 0 ? ", line " + line : "") + ": " + problem, remedy, cause);
        this.source = source;
        this.line = line;
    }

    ManifestException(String source, int line, String problem, String remedy) {
        this(source, line, problem, remedy, null);
    }

    /** {@return the file, as its reader called it} */
    public String source() {
        return source;
    }

    /** {@return the line, from 1, where one is to blame} */
    public OptionalInt line() {
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }
}
