package io.daytwo.cluster.rig;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the test methods of a class an {@link ApiServerRig}: one for all classes of the run, closed at its end. A test
 * leaves both servers running, and uses names of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithApiServers.Shared.class)
public @interface WithApiServers {
    /** Starts it when it is asked for first. */
    final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ApiServerRig.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(ApiServerRig.class))
                    .computeIfAbsent(ApiServerRig.class, key -> ApiServerRig.start(), ApiServerRig.class);
        }
    }
}
