package io.daytwo.cluster;

import java.time.Duration;

/**
 * What an API server answered.
 *
 * @param status of HTTP
 * @param json the body; empty when it is none
 * @param text the body as it came
 * @param retryAfter how long it asks to wait, zero when it does not
 */
record ApiReply(int status, Json json, String text, Duration retryAfter) {
    boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Overload, a dying server, one without etcd: another try or another server may succeed. */
    boolean mayPass() {
        return status == 429 || status >= 500;
    }
}
