/**
 * Certificates renewed on a living control plane, or on a dead one. Enter at
 * {@link io.daytwo.upgrade.certs.CertRenewal}.
 */
@NullMarked
@CheckReturnValue
package io.daytwo.upgrade.certs;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
