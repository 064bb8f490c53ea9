package io.daytwo.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an ssh_config(5) file says about one host. The first value of a keyword counts; keys add up. */
final class SshHostConfig {
    /** Takes keywords in the order of the file. */
    static final class Collector {
        private final Map<String, List<String>> first = new HashMap<>();
        private final Map<String, List<String>> all = new HashMap<>();

        void add(String keyword, List<String> values) {
            first.putIfAbsent(keyword, List.copyOf(values));
            all.computeIfAbsent(keyword, k -> new ArrayList<>()).add(values.get(0));
        }

        Optional<String> first(String keyword) {
            return Optional.ofNullable(first.get(keyword)).map(values -> values.get(0));
        }
    }

    private final Collector found;
    private final Path home;
    private final String host;

    SshHostConfig(Collector found, Path home, String host) {
        this.found = found;
        this.home = home;
        this.host = host;
    }

    static SshHostConfig none(Path home, String host) {
        return new SshHostConfig(new Collector(), home, host);
    }

    /** {@return the name to connect to} */
    String hostName() {
        return found.first("hostname")
                .map(name -> name.replace("%h", host).replace("%%", "%"))
                .orElse(host);
    }

    Optional<String> user() {
        return found.first("user");
    }

    Optional<Integer> port() {
        return found.first("port").map(text -> {
            try {
                return new DirectPort(host, Integer.parseInt(text)).port();
            } catch (IllegalArgumentException e) {
                throw new SshConfigurationException(
                        "Port " + text, "is no port from 1 to 65535", "Correct the configuration.", e);
            }
        });
    }

    List<Path> keys(String user) {
        return paths(found.all.getOrDefault("identityfile", List.of()), user);
    }

    List<Path> certificates(String user) {
        return paths(found.all.getOrDefault("certificatefile", List.of()), user);
    }

    /** {@return whether only the named keys may be offered, not all of the agent's} */
    boolean identitiesOnly() {
        return found.first("identitiesonly").filter("yes"::equalsIgnoreCase).isPresent();
    }

    /** {@return the socket of an agent, {@code none}, or {@code SSH_AUTH_SOCK} for the one of the environment} */
    String agent() {
        return found.first("identityagent").orElse("SSH_AUTH_SOCK");
    }

    /** {@return the socket, where the configuration names one; names of other variables are not followed} */
    Optional<Path> agentSocket(String user) {
        String agent = agent();
        boolean named = !agent.equals("SSH_AUTH_SOCK") && !agent.startsWith("$");
        return named ? paths(List.of(agent), user).stream().findFirst() : Optional.empty();
    }

    /** {@return the way there, hop by hop; empty for none} */
    List<String> jumps() {
        return found.first("proxyjump")
                .filter(value -> !value.equalsIgnoreCase("none"))
                .map(value -> List.of(value.split(",")))
                .orElse(List.of());
    }

    /** {@return a program to connect through, which is not supported, unless a jump comes first} */
    Optional<String> proxyCommand() {
        return found.first("proxycommand")
                .filter(value -> !value.equalsIgnoreCase("none"))
                .filter(value -> found.first("proxyjump").isEmpty());
    }

    Optional<String> hostKeyAlias() {
        return found.first("hostkeyalias");
    }

    List<Path> knownHosts(String user) {
        return paths(found.first.getOrDefault("userknownhostsfile", List.of()), user);
    }

    private List<Path> paths(List<String> values, String user) {
        return values.stream()
                .filter(value -> !value.equalsIgnoreCase("none"))
                .map(value -> path(expand(value, user), home))
                .toList();
    }

    private String expand(String value, String user) {
        return value.replace("%d", home.toString())
                .replace("%h", hostName())
                .replace("%n", host)
                .replace("%r", user)
                .replace("%u", System.getProperty("user.name", ""))
                .replace("%%", "%");
    }

    static Path path(String value, Path home) {
        return value.startsWith("~/") ? home.resolve(value.substring(2)) : Path.of(value);
    }
}
