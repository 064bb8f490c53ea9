/**
 * Snapshot files: verify, report, restore. Files only: no network, no SSH, no Kubernetes. Enter at
 * {@link io.daytwo.etcd.snapshot.Snapshot} and {@link io.daytwo.etcd.snapshot.Restore}.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.etcd.snapshot;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
