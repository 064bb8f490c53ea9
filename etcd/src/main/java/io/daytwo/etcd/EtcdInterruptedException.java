package io.daytwo.etcd;

import io.daytwo.DayTwoException;
import java.util.Optional;

/** The thread was interrupted while it waited for etcd. The interrupt flag is set again. */
public final class EtcdInterruptedException extends DayTwoException {
    private final Optional<DefragmentationReport> report;

    EtcdInterruptedException(String what, Throwable cause) {
        this(what, cause, Optional.empty());
    }

    EtcdInterruptedException(String what, Throwable cause, DefragmentationReport report) {
        this(what, cause, Optional.of(report));
    }

    private EtcdInterruptedException(String what, Throwable cause, Optional<DefragmentationReport> report) {
        super(
                "Interrupted during: " + what + ".",
                "A change that was already sent may still take effect: look at the members and their health before repeating it.",
                cause);
        this.report = report;
    }

    /** {@return what a defragmentation had done until then, empty when something else was interrupted} */
    public Optional<DefragmentationReport> report() {
        return report;
    }
}
