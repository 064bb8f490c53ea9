/** What is told while an operation runs. Enter at {@link io.daytwo.progress.ProgressListener}. */
@NullMarked
@CheckReturnValue
package io.daytwo.progress;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
