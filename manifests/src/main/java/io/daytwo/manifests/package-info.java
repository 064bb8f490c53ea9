/**
 * Static Pod manifests, the kubelet's settings and kubeconfigs as they lie on a node. Enter at
 * {@link io.daytwo.manifests.StaticPods}.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.manifests;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
