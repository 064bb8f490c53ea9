/**
 * A living etcd cluster: members, health, backup. Enter at {@link io.daytwo.etcd.EtcdBackup} and
 * {@link io.daytwo.etcd.EtcdCluster}. The only room that speaks gRPC.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.etcd;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
