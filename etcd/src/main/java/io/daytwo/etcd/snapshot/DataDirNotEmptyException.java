package io.daytwo.etcd.snapshot;

import io.daytwo.DayTwoException;
import java.nio.file.Path;
import java.util.List;

/** The directory to restore into holds something. Nothing in it was touched. */
public final class DataDirNotEmptyException extends DayTwoException {
    private final Path directory;
    private final List<String> found;

    DataDirNotEmptyException(Path directory, List<String> found) {
        super(
                directory + ": nothing was restored, the directory is not empty: it holds " + String.join(", ", found)
                        + ". Nothing was changed.",
                "Restore into a new directory, or stop etcd and rename this one aside first.");
        this.directory = directory;
        this.found = List.copyOf(found);
    }

    /** {@return the directory} */
    public Path directory() {
        return directory;
    }

    /** {@return some of the names in it} */
    public List<String> found() {
        return found;
    }
}
