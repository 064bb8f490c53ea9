package io.daytwo.plan;

import java.util.regex.Pattern;

/** The grammar of node names: RFC 1123, as Kubernetes has it. */
final class NodeName {
    private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private NodeName() {}

    static void require(String name) {
        if (!GRAMMAR.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: not a node name: lower-case letters, digits, '-' and '.', at most 253");
        }
    }
}
