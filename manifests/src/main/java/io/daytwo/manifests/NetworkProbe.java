package io.daytwo.manifests;

import java.util.Map;

/**
 * Asks over the network: HTTP, HTTPS, or whether a port takes connections.
 *
 * @param scheme {@code HTTP}, {@code HTTPS} or {@code TCP}
 * @param host as the node sees it
 * @param port of the node
 * @param path with query; empty for TCP
 * @param headers to be sent; one may hold a token
 */
record NetworkProbe(String scheme, String host, int port, String path, Map<String, String> headers)
        implements PodProbe {
    @Override
    public Answer ask(PodOnNode pod, PodState state) {
        return HttpProbe.ask(pod.node(), this);
    }

    @Override
    public String toString() {
        return scheme.equals("TCP") ? "port " + port : path + " on port " + port;
    }
}
