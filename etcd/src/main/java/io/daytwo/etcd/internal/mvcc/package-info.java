/**
 * What etcd keeps in its buckets: revisions, key-values, members. Not API. Format: {@code server/storage/mvcc},
 * {@code server/storage/schema} of etcd.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.etcd.internal.mvcc;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
