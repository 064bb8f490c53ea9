package io.daytwo.node;

import java.util.regex.Pattern;

/** A port that needs no forwarding. */
record DirectPort(String host, int port) implements PortForward {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9._-]{1,15})?");

    DirectPort {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host: neither a name nor an address");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " is not between 1 and 65535");
        }
    }

    @Override
    public void close() {}
}
