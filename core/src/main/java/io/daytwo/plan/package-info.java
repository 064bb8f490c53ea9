/**
 * What shall change, as data, and the one loop that makes it so: a {@link io.daytwo.plan.Plan} is a list of
 * {@link io.daytwo.plan.Step}s which look before and after they act; {@link io.daytwo.plan.Plan#preview()} shows it,
 * {@link io.daytwo.plan.Plan#run(RunOptions)} does it under locks and with a {@link io.daytwo.plan.Journal}, so that an
 * interrupted run is run again. {@link io.daytwo.plan.FanOut} does one thing on many nodes without a plan.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
