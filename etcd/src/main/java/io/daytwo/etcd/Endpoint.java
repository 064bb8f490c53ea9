package io.daytwo.etcd;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a member serves clients: {@code https://10.0.0.11:2379}. */
record Endpoint(String url, boolean tls, String host, int port) {
    private static final int ETCD_CLIENT_PORT = 2379;
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>(?i)https?)://(?<host>\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9._-]+)(:(?<port>[0-9]{1,5}))?/?");

    /**
     * Reads a client URL.
     *
     * @param url {@code http(s)://host[:port]}, nothing behind it but at most one slash
     * @throws IllegalArgumentException when it is something else
     */
    static Endpoint parse(String url) {
        Matcher parts = URL.matcher(url.strip());
        if (!parts.matches()) {
            throw notAnEndpoint(url);
        }
        String scheme = parts.group("scheme").toLowerCase(Locale.ROOT);
        String host = parts.group("host").replaceAll("[\\[\\]]", "");
        int port = parts.group("port") == null ? ETCD_CLIENT_PORT : Integer.parseInt(parts.group("port"));
        if (port < 1 || port > 65_535) {
            throw notAnEndpoint(url);
        }
        return new Endpoint(scheme + "://" + bracketed(host) + ":" + port, scheme.equals("https"), host, port);
    }

    private static IllegalArgumentException notAnEndpoint(String url) {
        return new IllegalArgumentException(
                "endpoint must look like https://10.0.0.11:2379 or http://10.0.0.11:2379, not " + url);
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
