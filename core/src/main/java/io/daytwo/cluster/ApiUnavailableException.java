package io.daytwo.cluster;

import io.daytwo.DayTwoException;
import io.daytwo.retry.Transient;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * No API server gave an answer that can be used, or each said "not now". A request that changes something may have been
 * carried out all the same.
 */
public final class ApiUnavailableException extends DayTwoException implements Transient {
    private final String request;
    private final List<EndpointFailure> failures;
    private final Duration notBefore;

    ApiUnavailableException(
            String request, List<EndpointFailure> failures, Duration notBefore, @Nullable Throwable cause) {
        super(
                request + " got no answer from any of " + failures.size() + " API server(s): "
                        + failures.stream().map(EndpointFailure::toString).collect(Collectors.joining("; ")) + ".",
                failures.get(0).trouble().remedy(),
                cause);
        this.request = request;
        this.failures = List.copyOf(failures);
        this.notBefore = notBefore;
    }

    /** {@return method and path} */
    public String request() {
        return request;
    }

    /** {@return each API server that was asked in the last round, with its failure} */
    public List<EndpointFailure> failures() {
        return failures;
    }

    /** {@return what all of them asked for in their Retry-After, at least} */
    @Override
    public Duration notBefore() {
        return notBefore;
    }
}
