package io.daytwo.testbed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A story's cluster: each method of the class gets a clean one of this shape, as a {@link ClusterUnderTest} parameter.
 * The first use of a shape brings it up and saves a checkpoint, later ones load that.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TestbedExtension.class)
@interface Testbed {
    /** Machines cp1, cp2, ... behind one load balancer. */
    int controlPlanes();

    /** Machines w1, w2, ... */
    int workers() default 0;

    /** Machines e1, e2, ... with etcd as a systemd unit; none means etcd beside each API server. */
    int externalEtcds() default 0;
}
