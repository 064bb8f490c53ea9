/**
 * For tests of code that works on nodes. Enter at {@link io.daytwo.testkit.FakeNode}; who writes a
 * {@link io.daytwo.node.NodeExecutor} of his own runs {@link io.daytwo.testkit.NodeExecutorContract} and
 * {@link io.daytwo.testkit.NodeFilesContract} over it.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
