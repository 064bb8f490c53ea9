package io.daytwo.testbed;

import java.time.Duration;

/**
 * One write of the load.
 *
 * @param number counts from 0
 * @param ended when its answer or failure came, since the load's start
 * @param latency from the moment it was due
 * @param error nothing when acknowledged
 */
record Write(int number, Duration ended, Duration latency, String error) {
    boolean acknowledged() {
        return error.isEmpty();
    }
}
