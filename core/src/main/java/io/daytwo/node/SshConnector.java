package io.daytwo.node;

import com.google.errorprone.annotations.CheckReturnValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a node over SSH: {@code NodeExecutor.ssh("10.0.0.11").user("ops").connect()}. Immutable, each call
 * returns a copy. What is said here wins over the configuration of ssh, which wins over the defaults:
 *
 * <ul>
 *   <li>configuration: {@code ~/.ssh/config} where it exists; Host, Match host, Include, HostName, User, Port,
 *       IdentityFile, CertificateFile, IdentitiesOnly, IdentityAgent, ProxyJump, HostKeyAlias, UserKnownHostsFile are
 *       honoured, ProxyCommand is refused, everything else is passed over; in particular StrictHostKeyChecking;
 *   <li>user: this JVM's; port: 22;
 *   <li>keys: those named, else those of the configuration, the agent's ({@code SSH_AUTH_SOCK}) and
 *       {@code ~/.ssh/id_ed25519}, {@code id_ecdsa}, {@code id_rsa}; of an encrypted key the agent's copy is used where
 *       it holds one, and of a public key the agent's private one; a certificate {@code KEY-cert.pub} beside a key is
 *       offered before it;
 *   <li>host keys: {@link #strict()} by {@code ~/.ssh/known_hosts} and {@code /etc/ssh/ssh_known_hosts}; there is no
 *       way to switch the check off;
 *   <li>deadlines: 10 s to connect, 10 s for the banner, 30 s for key exchange and login, 15 s for one more channel.
 * </ul>
 *
 * Passwords, security keys (sk-*), GSSAPI, agent and X11 forwarding are not supported.
 */
@CheckReturnValue
public final class SshConnector {
    private final String host;
    private @Nullable String name;
    private @Nullable String user;
    private int port;
    private List<Path> keys = List.of();
    private @Nullable Function<Path, char[]> passphrase;
    private boolean agent = true;
    private @Nullable Path agentSocket;
    private @Nullable Path knownHosts;
    private boolean acceptNew;
    private @Nullable Path config;
    private boolean configured = true;
    private @Nullable SshConnector jump;
    private SshDeadlines deadlines = SshDeadlines.DEFAULTS;

    SshConnector(String host) {
        this.host = new DirectPort(host, 1).host();
    }

    private SshConnector(SshConnector other) {
        this.host = other.host;
        this.name = other.name;
        this.user = other.user;
        this.port = other.port;
        this.keys = other.keys;
        this.passphrase = other.passphrase;
        this.agent = other.agent;
        this.agentSocket = other.agentSocket;
        this.knownHosts = other.knownHosts;
        this.acceptNew = other.acceptNew;
        this.config = other.config;
        this.configured = other.configured;
        this.jump = other.jump;
        this.deadlines = other.deadlines;
    }

    private SshConnector with(Consumer<SshConnector> change) {
        SshConnector copy = new SshConnector(this);
        change.accept(copy);
        return copy;
    }

    /**
     * How messages call the node; the host unless said otherwise.
     *
     * @param called e.g. {@code cp1}
     * @return a copy
     */
    public SshConnector name(String called) {
        if (called.isBlank()) {
            throw new IllegalArgumentException("called: blank");
        }
        return with(copy -> copy.name = called);
    }

    /**
     * Who logs in.
     *
     * @param login a user of the node
     * @return a copy
     */
    public SshConnector user(String login) {
        if (login.isBlank() || login.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("login: no name of a user");
        }
        return with(copy -> copy.user = login);
    }

    /**
     * Where sshd listens.
     *
     * @param number 1 to 65535
     * @return a copy
     */
    public SshConnector port(int number) {
        int checked = new DirectPort(host, number).port();
        return with(copy -> copy.port = checked);
    }

    /**
     * Names a private key: ed25519, ecdsa or rsa, in OpenSSH's or PEM format. May be called several times. Named keys
     * are the only ones offered.
     *
     * @param file the private key, not the public one; nobody else may be able to read it
     * @return a copy
     */
    public SshConnector key(Path file) {
        List<Path> more = new ArrayList<>(keys);
        more.add(file);
        return with(copy -> copy.keys = List.copyOf(more));
    }

    /**
     * Gives passphrases. Asked for each encrypted key before connecting; the array is overwritten after use.
     *
     * @param ask the passphrase of a key
     * @return a copy
     */
    public SshConnector passphrase(Function<Path, char[]> ask) {
        return with(copy -> copy.passphrase = ask);
    }

    /**
     * Asks the agent behind this socket instead of the one that {@code SSH_AUTH_SOCK} names.
     *
     * @param socket a Unix domain socket
     * @return a copy
     */
    public SshConnector agent(Path socket) {
        return with(copy -> {
            copy.agent = true;
            copy.agentSocket = socket;
        });
    }

    /** {@return a copy that asks no agent} */
    public SshConnector noAgent() {
        return with(copy -> copy.agent = false);
    }

    /**
     * Where host keys are recorded, instead of the default files; ssh's format with hashed names, ports, certificate
     * authorities and revoked keys.
     *
     * @param file need not exist
     * @return a copy
     */
    public SshConnector knownHosts(Path file) {
        return with(copy -> copy.knownHosts = file);
    }

    /** {@return a copy that refuses every host no file knows: the default} */
    public SshConnector strict() {
        return with(copy -> copy.acceptNew = false);
    }

    /** {@return a copy that records and trusts a host no file knows, and refuses a known one whose key differs} */
    public SshConnector acceptNew() {
        return with(copy -> copy.acceptNew = true);
    }

    /**
     * Reads this file instead of {@code ~/.ssh/config}.
     *
     * @param file in the format of ssh_config(5)
     * @return a copy
     */
    public SshConnector config(Path file) {
        return with(copy -> {
            copy.configured = true;
            copy.config = file;
        });
    }

    /** {@return a copy that reads no configuration of ssh} */
    public SshConnector noConfig() {
        return with(copy -> copy.configured = false);
    }

    /**
     * Goes through another host.
     *
     * @param other how to reach that one, perhaps through a third
     * @return a copy
     */
    public SshConnector jump(SshConnector other) {
        return with(copy -> copy.jump = other);
    }

    /**
     * Limits the time until TCP is connected.
     *
     * @param limit positive
     * @return a copy
     */
    public SshConnector connectWithin(Duration limit) {
        Duration checked = SshDeadlines.require(limit);
        return with(copy -> copy.deadlines =
                new SshDeadlines(checked, deadlines.banner(), deadlines.authentication(), deadlines.channel()));
    }

    /**
     * Limits the time until the server has told its version.
     *
     * @param limit positive
     * @return a copy
     */
    public SshConnector bannerWithin(Duration limit) {
        Duration checked = SshDeadlines.require(limit);
        return with(copy -> copy.deadlines =
                new SshDeadlines(deadlines.connect(), checked, deadlines.authentication(), deadlines.channel()));
    }

    /**
     * Limits the time for key exchange and login.
     *
     * @param limit positive
     * @return a copy
     */
    public SshConnector authenticateWithin(Duration limit) {
        Duration checked = SshDeadlines.require(limit);
        return with(copy -> copy.deadlines =
                new SshDeadlines(deadlines.connect(), deadlines.banner(), checked, deadlines.channel()));
    }

    /**
     * Limits the time until one more channel is open, which each command needs.
     *
     * @param limit positive
     * @return a copy
     */
    public SshConnector channelWithin(Duration limit) {
        Duration checked = SshDeadlines.require(limit);
        return with(copy -> copy.deadlines =
                new SshDeadlines(deadlines.connect(), deadlines.banner(), deadlines.authentication(), checked));
    }

    /**
     * Connects and logs in.
     *
     * @return the node; to be closed. A lost connection is made again by the next command
     * @throws NodeUnreachableException if there is no connection within the deadlines
     * @throws HostKeyRejectedException if the host key is unknown, changed, revoked or badly certified
     * @throws SshAuthenticationException if no key was accepted
     * @throws SshConfigurationException if a file of this machine, or a key, cannot be used
     */
    public NodeExecutor connect() {
        SshConnection connection = new SshConnection(target());
        connection.connect();
        return new SshNodeExecutor(connection);
    }

    SshTarget target() {
        return new SshTargetFinder(this).target();
    }

    String host() {
        return host;
    }

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    Optional<String> user() {
        return Optional.ofNullable(user);
    }

    Optional<Integer> port() {
        return port == 0 ? Optional.empty() : Optional.of(port);
    }

    List<Path> keys() {
        return keys;
    }

    Optional<Function<Path, char[]>> passphrase() {
        return Optional.ofNullable(passphrase);
    }

    boolean asksAgent() {
        return agent;
    }

    Optional<Path> agentSocket() {
        return Optional.ofNullable(agentSocket);
    }

    Optional<Path> knownHosts() {
        return Optional.ofNullable(knownHosts);
    }

    boolean acceptsNew() {
        return acceptNew;
    }

    boolean isConfigured() {
        return configured;
    }

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    Optional<SshConnector> jump() {
        return Optional.ofNullable(jump);
    }

    SshDeadlines deadlines() {
        return deadlines;
    }

    /** A hop that a configuration names: the same settings, but host, user and port. */
    SshConnector hop(String hopHost) {
        SshConnector hop = new SshConnector(hopHost);
        hop.keys = keys;
        hop.passphrase = passphrase;
        hop.agent = agent;
        hop.agentSocket = agentSocket;
        hop.knownHosts = knownHosts;
        hop.acceptNew = acceptNew;
        hop.config = config;
        hop.configured = configured;
        hop.deadlines = deadlines;
        return hop;
    }
}
