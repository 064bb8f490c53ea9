/** The root: the one type that every error of the library extends, {@link io.daytwo.DayTwoException}. */
@NullMarked
@CheckReturnValue
package io.daytwo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
