package io.daytwo.cluster;

/** Names that become part of a request's path. */
final class Names {
    private Names() {}

    static String segment(String argument, String name) {
        if (name.length() > 253 || !name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            throw new IllegalArgumentException(argument + ": not a name of Kubernetes (RFC 1123, lower case)");
        }
        return name;
    }
}
