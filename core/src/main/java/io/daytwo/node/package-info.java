/** One machine: run a command on it, read and write its files. Enter at {@link io.daytwo.node.NodeExecutor}. */
@NullMarked
@CheckReturnValue
package io.daytwo.node;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
