/**
 * The bbolt file format: metas, pages, buckets. Not API. Format: {@code go.etcd.io/bbolt} internal/common, tx_check.go.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.etcd.internal.bbolt;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
