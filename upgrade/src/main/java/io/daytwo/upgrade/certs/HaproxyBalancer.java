package io.daytwo.upgrade.certs;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.retry.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * HAProxy by the commands of its runtime socket (its management.txt, 9.3): {@code set server … state drain} and
 * {@code ready}, {@code shutdown sessions server}. Speaks to the socket with socat, python3 or perl, whichever the
 * machine has. A server is found by the name of the node, by its address, or as {@link #server} says. Immutable.
 */
public final class HaproxyBalancer implements Balancer {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/-]{1,200}");

    /** Set by hand, and its health: include/haproxy/server-t.h, SRV_ADMF_FMAINT, SRV_ADMF_FDRAIN, SRV_ST_RUNNING. */
    private static final int TAKEN_OUT = 0x01 | 0x08;

    private static final int RUNNING = 2;

    private static final String SPEAK = """
            if command -v socat > /dev/null; then printf '%s\\n' "$2" | socat -t 5 - "UNIX-CONNECT:$1"
            elif command -v python3 > /dev/null; then python3 -c 'import socket, sys
            s = socket.socket(socket.AF_UNIX); s.settimeout(5); s.connect(sys.argv[1]); s.sendall(sys.argv[2].encode() + b"\\n")
            while True:
                part = s.recv(65536)
                if not part: break
                sys.stdout.write(part.decode())' "$1" "$2"
            else perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "$!\\n"; print $s "$ARGV[1]\\n"; print while <$s>' "$1" "$2"
            fi""";

    private final NodeExecutor machine;
    private final String backend;
    private final String socket;
    private final Map<String, String> servers;
    private final Duration settle;
    private final Duration limit;

    private HaproxyBalancer(
            NodeExecutor machine,
            String backend,
            String socket,
            Map<String, String> servers,
            Duration settle,
            Duration limit) {
        this.machine = machine;
        this.backend = backend;
        this.socket = socket;
        this.servers = servers;
        this.settle = settle;
        this.limit = limit;
    }

    HaproxyBalancer(NodeExecutor machine, String backend) {
        this(
                machine,
                require(WORD, backend, "backend"),
                "/run/haproxy/admin.sock",
                Map.of(),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1));
    }

    private static String require(Pattern pattern, String value, String argument) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(argument + ": not plain characters");
        }
        return value;
    }

    /**
     * Says where the runtime socket is; it needs level {@code admin}.
     *
     * @param path absolute
     * @return a copy
     */
    public HaproxyBalancer socket(String path) {
        return new HaproxyBalancer(machine, backend, require(PATH, path, "path"), servers, settle, limit);
    }

    /**
     * Says what HAProxy calls a node, where it is neither the node's name nor its address.
     *
     * @param node the node's name
     * @param server the name behind {@code server}
     * @return a copy
     */
    public HaproxyBalancer server(String node, String server) {
        Map<String, String> more = new TreeMap<>(servers);
        more.put(node, require(WORD, server, "server"));
        return new HaproxyBalancer(machine, backend, socket, Map.copyOf(more), settle, limit);
    }

    /**
     * Says how long requests may still end on their connections once new ones go elsewhere; then the connections are
     * closed. 1 s unless said otherwise.
     *
     * @param time not negative
     * @return a copy
     */
    public HaproxyBalancer settle(Duration time) {
        return new HaproxyBalancer(machine, backend, socket, servers, time, limit);
    }

    /**
     * Says how long a server that was put back may take to become ready. One minute unless said otherwise.
     *
     * @param most positive
     * @return a copy
     */
    public HaproxyBalancer within(Duration most) {
        return new HaproxyBalancer(machine, backend, socket, servers, settle, most);
    }

    @Override
    public void takeOut(NodeExecutor node) {
        String server = find(node);
        if (states(node).stream().noneMatch(one -> one.isUp() && !one.name().equals(server))) {
            throw new BalancerException(
                    node.name(),
                    "HAProxy on " + machine.name() + " has no other server in its backend " + backend
                            + " that is ready: it was not taken out.",
                    "Look at what its checks of the others say: show stat.");
        }
        tell(node, "set server " + backend + "/" + server + " state drain");
        Pause.of(settle);
        tell(node, "shutdown sessions server " + backend + "/" + server);
    }

    @Override
    public void putBack(NodeExecutor node) {
        String server = find(node);
        tell(node, "set server " + backend + "/" + server + " state ready");
        var unused = Await.forThat("HAProxy on " + machine.name() + " to send clients to " + server + " again")
                .within(limit)
                .every(Duration.ofMillis(250))
                .orElse("Look at what its check of that API server says: show stat.")
                .until(() -> state(node, server), ServerState::isUp);
    }

    @Override
    public boolean isOut(NodeExecutor node) {
        return state(node, find(node)).isOut();
    }

    private String find(NodeExecutor node) {
        List<ServerState> all = states(node);
        String named = servers.getOrDefault(node.name(), node.name());
        Optional<ServerState> found = all.stream()
                .filter(one -> one.name().equals(named) || one.address().equals(named))
                .findFirst();
        return found.orElseThrow(() -> new BalancerException(
                        node.name(),
                        "HAProxy on " + machine.name() + " has no server of this name or address in its backend "
                                + backend + ", but "
                                + all.stream().map(ServerState::name).collect(Collectors.joining(", ")) + ".",
                        "Say what it is called there: Balancer.haproxy(…).server(\"" + node.name() + "\", …)."))
                .name();
    }

    private ServerState state(NodeExecutor node, String server) {
        return states(node).stream()
                .filter(one -> one.name().equals(server))
                .findFirst()
                .orElseThrow(() -> new BalancerException(
                        node.name(), "HAProxy lost its server " + server + ".", "Look at its configuration."));
    }

    /** Columns as management.txt names them for {@code show servers state}, version 1. */
    private List<ServerState> states(NodeExecutor node) {
        String said = run(node, Command.readingShell(SPEAK, socket, "show servers state " + backend));
        List<ServerState> all = said.lines()
                .map(line -> line.split(" ", -1))
                .filter(columns -> columns.length > 6 && columns[1].equals(backend))
                .map(columns -> new ServerState(
                        columns[3], columns[4], Integer.parseInt(columns[5]), Integer.parseInt(columns[6])))
                .toList();
        if (all.isEmpty()) {
            throw trouble(node, "has no backend " + backend + ": " + said.strip());
        }
        return all;
    }

    /** Nothing is said where all is well. */
    private void tell(NodeExecutor node, String words) {
        String said = run(node, Command.changingShell(SPEAK, socket, words));
        if (!said.isBlank()) {
            throw trouble(node, "refused \"" + words + "\": " + said.strip());
        }
    }

    private String run(NodeExecutor node, Command command) {
        CommandResult result = machine.run(command.timeout(Duration.ofSeconds(15)));
        if (!result.isSuccess()) {
            throw trouble(
                    node,
                    "does not answer at its socket " + socket + ": "
                            + result.stderr().strip());
        }
        return result.stdout();
    }

    private BalancerException trouble(NodeExecutor node, String problem) {
        return new BalancerException(
                node.name(),
                "HAProxy on " + machine.name() + " " + problem,
                "Its configuration needs stats socket " + socket + " level admin, and the user who connects the right"
                        + " to it.");
    }

    private record ServerState(String name, String address, int health, int byHand) {
        boolean isOut() {
            return (byHand & TAKEN_OUT) != 0;
        }

        boolean isUp() {
            return !isOut() && health == RUNNING;
        }

        @Override
        public String toString() {
            return name + (isOut() ? " is out" : " is in") + (health == RUNNING ? ", ready" : ", not ready");
        }
    }
}
