package io.daytwo.upgrade.certs;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import java.time.Duration;

/**
 * Without a balancer that can be told: the node itself refuses new connections to its API server, from everybody but
 * itself, until the balancer's own checks have noticed; then it resets those that are left. By a chain of its own for
 * iptables (and ip6tables), called {@code DAYTWO-OUT}, which takes itself away after 20 minutes if nobody does. Clients
 * inside the cluster are refused as well, and try again.
 */
final class RefusedConnections implements Balancer {
    private static final String CHAIN = "DAYTWO-OUT";

    private static final String EACH = """
            for tables in iptables ip6tables; do
              command -v "$tables" > /dev/null || continue
              $tables -w 10 -S INPUT > /dev/null 2>&1 || [ "$tables" = iptables ] || continue
            """;

    /** If nobody comes back to take the rules away, systemd does: $4 is what it runs. */
    private static final String REFUSE = """
            set -eu
            command -v iptables > /dev/null || { echo "iptables is not installed" >&2; exit 97; }
            if [ -d /run/systemd/system ]; then
              systemctl stop daytwo-accept.timer 2> /dev/null || :
              systemd-run -q --collect --unit=daytwo-accept --on-active=1200 /bin/sh -c "$4" daytwo "$1" "$2" || :
            fi
            """ + EACH + """
              $tables -w 10 -N "$1" 2> /dev/null || $tables -w 10 -F "$1"
              if [ "$3" = new ]; then
                $tables -w 10 -A "$1" -p tcp --syn -j REJECT --reject-with tcp-reset
              else
                $tables -w 10 -A "$1" -p tcp -j REJECT --reject-with tcp-reset
              fi
              $tables -w 10 -C INPUT -p tcp --dport "$2" ! -i lo -j "$1" 2> /dev/null ||
                $tables -w 10 -I INPUT -p tcp --dport "$2" ! -i lo -j "$1"
            done""";

    private static final String ACCEPT = """
            set -eu
            [ ! -d /run/systemd/system ] || systemctl stop daytwo-accept.timer 2> /dev/null || :
            """ + EACH + """
              while $tables -w 10 -D INPUT -p tcp --dport "$2" ! -i lo -j "$1" 2> /dev/null; do :; done
              if $tables -w 10 -S "$1" > /dev/null 2>&1; then $tables -w 10 -F "$1"; $tables -w 10 -X "$1"; fi
            done""";

    private static final String LOOK =
            "! command -v iptables > /dev/null || ! iptables -w 10 -S \"$1\" > /dev/null 2>&1";

    private final Duration notices;

    /** @param notices how long a balancer's checks take to notice that a server is away, or back */
    RefusedConnections(Duration notices) {
        this.notices = notices;
    }

    @Override
    public void takeOut(NodeExecutor node) {
        String port = port(node);
        refuse(node, port, "new");
        Pause.of(notices);
        refuse(node, port, "all");
    }

    private static void refuse(NodeExecutor node, String port, String which) {
        CommandResult result = node.run(Command.changingShell(REFUSE, CHAIN, port, which, ACCEPT));
        if (result.exitStatus() == 97) {
            throw new BalancerException(
                    node.name(),
                    "new connections to its API server cannot be refused: iptables is not installed there.",
                    "Install the package iptables, or tell the balancer: CertRenewal.balancer(…).");
        }
        result.orThrow();
    }

    @Override
    public void putBack(NodeExecutor node) {
        if (isOut(node)) {
            node.run(Command.changingShell(ACCEPT, CHAIN, port(node))).orThrow();
            Pause.of(notices);
        }
    }

    @Override
    public boolean isOut(NodeExecutor node) {
        return !node.run(Command.readingShell(LOOK, CHAIN)).isSuccess();
    }

    private static String port(NodeExecutor node) {
        return Integer.toString(NodeApiServer.of(node).map(NodeApiServer::port).orElse(NodeApiServer.DEFAULT_PORT));
    }
}
