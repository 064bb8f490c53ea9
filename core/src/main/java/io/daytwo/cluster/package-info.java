/**
 * A cluster through its API servers: {@link io.daytwo.cluster.ClusterClient} reads what the operations need and makes
 * the few changes they ask for. The only room that knows fabric8, of which it uses kubeconfig, credentials and
 * transport; requests and replies are our own (docs/adr/0007).
 */
@NullMarked
@CheckReturnValue
package io.daytwo.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
