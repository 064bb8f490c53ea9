package io.daytwo.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking one API server once. */
sealed interface Attempt {
    /** It said something about the request. */
    record Answered(ApiReply reply) implements Attempt {}

    /** It did not, or asked to come again. */
    record Failed(
            EndpointFailure failure,
            Duration retryAfter,
            @Nullable Throwable cause) implements Attempt {}
}
