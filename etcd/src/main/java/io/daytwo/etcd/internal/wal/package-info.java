/**
 * etcd's write-ahead log and the .snap file beside it. Not API. Format: {@code server/storage/wal}, {@code api/snap} of
 * etcd.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.etcd.internal.wal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
