package io.daytwo.etcd;

import io.daytwo.node.NodeExecutor;
import io.daytwo.node.PortForward;

/** How connections leave this machine: straight, or through a node. */
interface Route {
    /** {@return where to connect to in order to reach the endpoint} */
    Way to(Endpoint endpoint);

    /** {@return straight from here} */
    static Route direct() {
        return endpoint -> new Way(endpoint.host(), endpoint.port(), () -> {});
    }

    /** {@return through ports that a node forwards} */
    static Route through(NodeExecutor node) {
        return endpoint -> {
            PortForward forward = node.forward(endpoint.host(), endpoint.port());
            return new Way(forward.host(), forward.port(), forward::close);
        };
    }

    /** Where to connect; to be closed with the connection. */
    record Way(String host, int port, Runnable ending) implements AutoCloseable {
        @Override
        public void close() {
            ending.run();
        }
    }
}
