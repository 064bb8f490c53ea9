package io.daytwo.etcd;

/** How connections leave this machine: straight, or through a node. */
interface Route {
    /** {@return where to connect to in order to reach the endpoint} */
    Way to(Endpoint endpoint);

    /** {@return straight from here} */
    static Route direct() {
        return endpoint -> new Way(endpoint.host(), endpoint.port(), () -> {});
    }

    /** Where to connect; to be closed with the connection. */
    record Way(String host, int port, Runnable ending) implements AutoCloseable {
        @Override
        public void close() {
            ending.run();
        }
    }
}
