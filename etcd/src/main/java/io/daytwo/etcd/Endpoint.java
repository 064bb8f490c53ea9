package io.daytwo.etcd;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a member serves clients: {@code https://10.0.0.11:2379}. */
record Endpoint(String url, boolean tls, String host, int port) {
    private static final int ETCD_CLIENT_PORT = 2379;

    /**
     * Reads a client URL.
     *
     * @param url {@code http(s)://host[:port]}, nothing behind it but at most one slash
     * @throws IllegalArgumentException when it is something else
     */
    static Endpoint parse(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw notAnEndpoint(url, e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean plainPath = uri.getRawPath() != null
                && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
        if (!scheme.matches("https?")
                || uri.getHost() == null
                || !plainPath
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || uri.getRawUserInfo() != null) {
            throw notAnEndpoint(url, null);
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        int port = uri.getPort() < 0 ? ETCD_CLIENT_PORT : uri.getPort();
        return new Endpoint(scheme + "://" + bracketed(host) + ":" + port, scheme.equals("https"), host, port);
    }

    private static IllegalArgumentException notAnEndpoint(String url, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "endpoint must look like https://10.0.0.11:2379 or http://10.0.0.11:2379, not " + url, cause);
    }

    /** {@return host and port as a TLS authority} */
    String authority() {
        return bracketed(host) + ":" + port;
    }

    static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    @Override
    public String toString() {
        return url;
    }
}
