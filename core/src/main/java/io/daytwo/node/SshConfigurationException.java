package io.daytwo.node;

import io.daytwo.DayTwoException;
import org.jspecify.annotations.Nullable;

/** A file of this machine that says how to connect, or a key, cannot be used. Nothing was connected. */
public final class SshConfigurationException extends DayTwoException {
    private final String file;
    private final String problem;

    SshConfigurationException(String file, String problem, String remedy, @Nullable Throwable cause) {
        super(file + " " + problem + ".", remedy, cause);
        this.file = file;
        this.problem = file + " " + problem;
    }

    /** For a message that names more than this file. */
    String problem() {
        return problem;
    }

    /** {@return the file} */
    public String file() {
        return file;
    }
}
