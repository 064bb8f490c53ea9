/** Static Pod manifests as they lie on a node. Enter at {@link io.daytwo.manifests.StaticPodManifest}. */
@NullMarked
@CheckReturnValue
package io.daytwo.manifests;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
