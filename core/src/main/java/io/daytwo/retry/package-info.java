/**
 * Again, or wait: {@link io.daytwo.retry.RetryPolicy} repeats what failed for a passing reason,
 * {@link io.daytwo.retry.Await} waits for a condition. The only room that knows resilience4j.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.retry;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
