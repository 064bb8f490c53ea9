/** Certificates as they are used: which file plays which role, and which file was put in the wrong one. */
@NullMarked
@CheckReturnValue
package io.daytwo.manifests.pki;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
