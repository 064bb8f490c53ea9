/**
 * Stories: what the library promises, seen on a real kubeadm cluster. Start at {@link io.daytwo.testbed.Testbed}, which
 * gives a story its {@link io.daytwo.testbed.ClusterUnderTest}. All of this is test code, and nothing depends on it.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.testbed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
