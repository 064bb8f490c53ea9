package io.daytwo.node;

/** A TCP port of a node, reachable from this JVM until closed. */
public interface PortForward extends AutoCloseable {
    /** {@return the host to connect to from here} */
    String host();

    /** {@return the port to connect to from here} */
    int port();

    /** Ends the forwarding; connections through it are cut. */
    @Override
    void close();
}
