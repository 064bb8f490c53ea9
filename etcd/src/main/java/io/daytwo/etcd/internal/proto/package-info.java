/** Protocol buffers by hand: the few messages etcd writes to disk. Not API. */
@NullMarked
@CheckReturnValue
package io.daytwo.etcd.internal.proto;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
