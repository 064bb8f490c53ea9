package io.daytwo.cluster;

import io.daytwo.DayTwoException;
import io.daytwo.retry.Transient;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An API server gave no answer, or one that says "not now". A request that changes something may have been carried out
 * all the same.
 */
public final class ApiUnavailableException extends DayTwoException implements Transient {
    private final URI endpoint;

    ApiUnavailableException(String request, URI endpoint, String evidence, @Nullable Throwable cause) {
        super(
                endpoint + ": " + request + " got no answer: " + evidence + ".",
                "Check that this API server runs and is reached from here, then run the operation again.",
                cause);
        this.endpoint = endpoint;
    }

    /** {@return the API server asked last} */
    public URI endpoint() {
        return endpoint;
    }
}
