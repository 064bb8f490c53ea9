package io.daytwo.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The link between this machine and the testbed's switch. Without it the cluster's addresses are nobody's, and a packet
 * to one would take the default route, that is, leave this machine: nothing connects before it has looked.
 */
final class Cable {
    private final Path state;

    Cable(String link) {
        this(Path.of("/sys/class/net", link, "operstate"));
    }

    Cable(Path state) {
        this.state = state;
    }

    /** Throws unless the link is up. */
    void require() {
        String seen;
        try {
            seen = Files.readString(state).strip();
        } catch (IOException e) {
            throw new IllegalStateException("no cluster is up: " + state + " cannot be read; nothing was sent", e);
        }
        if (!seen.equals("up")) {
            throw new IllegalStateException("no cluster is up: " + state + " says " + seen + "; nothing was sent");
        }
    }
}
