package io.daytwo.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts together what the caller said, what ssh's configuration says, and the defaults. */
final class SshTargetFinder {
    private static final int DEFAULT_PORT = 22;
    private static final int MOST_HOPS = 8;
    private static final Pattern HOP =
            Pattern.compile("(?:ssh://)?(?:([^@]+)@)?(?:\\[([^]]+)]|([^:\\[\\]]+))(?::([0-9]{1,5}))?/?");

    private final SshConnector said;
    private final Path home = Path.of(System.getProperty("user.home", "/"));
    private final SshHostConfig config;
    private final int depth;

    SshTargetFinder(SshConnector said) {
        this(said, 0);
    }

    private SshTargetFinder(SshConnector said, int depth) {
        this.said = said;
        this.depth = depth;
        this.config = config();
    }

    private SshHostConfig config() {
        Path standard = home.resolve(".ssh/config");
        if (!said.isConfigured() || (said.config().isEmpty() && !Files.exists(standard))) {
            return SshHostConfig.none(home, said.host());
        }
        return SshConfigFile.read(said.config().orElse(standard), home, said.host());
    }

    SshTarget target() {
        if (config.proxyCommand().isPresent() && said.jump().isEmpty()) {
            throw new SshConfigurationException(
                    "ProxyCommand of " + said.host(),
                    "is not supported",
                    "Use ProxyJump in the configuration, or jump(…).",
                    null);
        }
        String user = said.user().or(config::user).orElse(System.getProperty("user.name", "root"));
        List<Path> named = said.keys().isEmpty() ? config.keys(user) : said.keys();
        boolean only = (!said.keys().isEmpty() && said.agentSocket().isEmpty()) || config.identitiesOnly();
        return new SshTarget(
                said.name().orElse(said.host()),
                new DirectPort(config.hostName(), 1).host(),
                said.port().or(config::port).orElse(DEFAULT_PORT),
                user,
                config.hostKeyAlias(),
                existing(named),
                !said.keys().isEmpty(),
                config.certificates(user),
                named.isEmpty() ? defaultKeys() : List.of(),
                said.asksAgent()
                        && (said.agentSocket().isPresent() || !config.agent().equals("none")),
                only,
                said.agentSocket().or(() -> config.agentSocket(user)),
                said.passphrase(),
                knownHosts(user),
                said.acceptsNew(),
                jumps(),
                said.deadlines());
    }

    /** A key the caller named must be there; of those a configuration names some may be missing, as for ssh. */
    private List<Path> existing(List<Path> keys) {
        return said.keys().isEmpty()
                ? keys.stream().filter(SshTargetFinder::isThere).toList()
                : keys;
    }

    /** Of a key that only the agent holds the public half is enough. */
    private static boolean isThere(Path key) {
        return Files.exists(key) || Files.exists(Path.of(key + ".pub"));
    }

    private List<Path> defaultKeys() {
        return Stream.of("id_ed25519", "id_ecdsa", "id_rsa")
                .map(name -> home.resolve(".ssh").resolve(name))
                .toList();
    }

    private List<Path> knownHosts(String user) {
        if (said.knownHosts().isPresent()) {
            return List.of(said.knownHosts().get());
        }
        List<Path> users = config.knownHosts(user);
        return Stream.concat(
                        users.isEmpty()
                                ? Stream.of(home.resolve(".ssh/known_hosts"), home.resolve(".ssh/known_hosts2"))
                                : users.stream(),
                        Stream.of(Path.of("/etc/ssh/ssh_known_hosts")))
                .toList();
    }

    private List<SshTarget> jumps() {
        if (depth > MOST_HOPS) {
            throw new SshConfigurationException(
                    "ProxyJump of " + said.host(), "leads in a circle", "Correct the configuration.", null);
        }
        List<SshTarget> hops = new ArrayList<>();
        if (said.jump().isPresent()) {
            SshTarget last = new SshTargetFinder(said.jump().get(), depth + 1).target();
            hops.addAll(last.jumps());
            hops.add(last.through(List.of()));
            return List.copyOf(hops);
        }
        for (String hop : config.jumps()) {
            SshTarget next = new SshTargetFinder(hop(hop.strip()), depth + 1).target();
            if (hops.isEmpty()) {
                hops.addAll(next.jumps());
            }
            hops.add(next.through(List.of()));
        }
        return List.copyOf(hops);
    }

    private SshConnector hop(String text) {
        Matcher parts = HOP.matcher(text);
        if (!parts.matches()) {
            throw new SshConfigurationException("ProxyJump " + text, "is no host", "Write user@host:port.", null);
        }
        SshConnector hop = said.hop(Optional.ofNullable(parts.group(2)).orElse(parts.group(3)));
        hop = parts.group(1) == null ? hop : hop.user(parts.group(1));
        return parts.group(4) == null ? hop : hop.port(Integer.parseInt(parts.group(4)));
    }
}
