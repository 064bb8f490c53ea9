package io.daytwo.cluster;

import io.daytwo.DayTwoException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** TLS failed with every API server, for a reason that does not pass by itself. Nothing was changed. */
public final class ApiDistrustedException extends DayTwoException {
    private final List<EndpointFailure> failures;

    ApiDistrustedException(String request, List<EndpointFailure> failures, @Nullable Throwable cause) {
        super(
                request + " was not sent, TLS failed with each API server: "
                        + failures.stream().map(EndpointFailure::toString).collect(Collectors.joining("; ")) + ".",
                EndpointTrouble.DISTRUSTED.remedy(),
                cause);
        this.failures = List.copyOf(failures);
    }

    /** {@return each API server that was asked, with the check that failed} */
    public List<EndpointFailure> failures() {
        return failures;
    }
}
