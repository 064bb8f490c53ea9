package io.daytwo.node;

import java.util.Locale;

/** A TCP port of a node, as its kernel knows it: whatever the address, whoever the process. */
public final class ListeningPort {
    /** proc(5), net/tcp: local address, remote address, state; 0A is LISTEN. */
    private static final String LISTENS = "cat /proc/net/tcp /proc/net/tcp6 2> /dev/null | grep -q \":$1 0*:0000 0A \"";

    private ListeningPort() {}

    /**
     * Looks whether anything listens on a port of a node. Only reads.
     *
     * @param node any user may look
     * @param port 1 to 65535
     * @return whether a process of the node's network accepts connections there
     */
    public static boolean isOpen(NodeExecutor node, int port) {
        return node.run(Command.readingShell(LISTENS, String.format(Locale.ROOT, "%04X", port)))
                .isSuccess();
    }
}
