/**
 * Static Pods of a node: their manifests read, judged, edited, replaced, stopped and started, proven by what the node
 * itself shows, so that the API may be away. Beside them the kubelet's settings and kubeconfigs as they lie there.
 * Enter at {@link io.daytwo.manifests.StaticPods}; plans of one's own take
 * {@link io.daytwo.manifests.StaticPodRestart}.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.manifests;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
