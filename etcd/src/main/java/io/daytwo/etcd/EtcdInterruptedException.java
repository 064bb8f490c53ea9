package io.daytwo.etcd;

import io.daytwo.DayTwoException;

/** The thread was interrupted while it waited for etcd. The interrupt flag is set again. */
public final class EtcdInterruptedException extends DayTwoException {
    EtcdInterruptedException(String what, Throwable cause) {
        super(
                "Interrupted during: " + what + ".",
                "A change that was already sent may still take effect: look at the members and their health before repeating it.",
                cause);
    }
}
