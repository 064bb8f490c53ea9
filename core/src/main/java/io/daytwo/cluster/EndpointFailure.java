package io.daytwo.cluster;

import java.net.URI;

/**
 * One API server's part in a request that nobody answered.
 *
 * @param endpoint that was asked
 * @param trouble what kind of failure
 * @param evidence what was seen
 */
public record EndpointFailure(URI endpoint, EndpointTrouble trouble, String evidence) {
    @Override
    public String toString() {
        return endpoint + ": " + evidence;
    }
}
