package io.daytwo.node;

import io.daytwo.DayTwoException;
import org.jspecify.annotations.Nullable;

/** A file of this machine that says how to connect, or a key, cannot be used. Nothing was connected. */
public final class SshConfigurationException extends DayTwoException {
    private final String file;

    SshConfigurationException(String file, String problem, String remedy, @Nullable Throwable cause) {
        super(file + " " + problem + ".", remedy, cause);
        this.file = file;
    }

    /** {@return the file} */
    public String file() {
        return file;
    }
}
