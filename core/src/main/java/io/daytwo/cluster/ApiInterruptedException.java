package io.daytwo.cluster;

import io.daytwo.DayTwoException;

/** The thread was interrupted while an API server was asked; its flag is set again. */
public final class ApiInterruptedException extends DayTwoException {
    ApiInterruptedException(String request, InterruptedException cause) {
        super("Interrupted during " + request + ".", "Run the operation again.", cause);
    }
}
