package io.daytwo.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything decided about a connection before the first packet.
 *
 * @param name how messages call the node
 * @param host where to connect
 * @param port where to connect
 * @param user who logs in
 * @param keyAlias what host keys are recorded under instead of host and port
 * @param keys private keys, in the order of trial
 * @param keysRequired whether a key that cannot be used is an error, or passed over
 * @param certificates OpenSSH certificates of those
 * @param fallbackKeys private keys to use where they exist
 * @param agent whether the agent is asked
 * @param identitiesOnly whether of the agent's keys only the named ones are offered
 * @param agentSocket its socket, where it is not the one of the environment
 * @param passphrase asked for the passphrase of an encrypted key
 * @param knownHosts files of host keys; the first takes new ones
 * @param acceptNew whether unknown hosts are recorded and trusted
 * @param jumps hosts to go through, the nearest first
 * @param deadlines for each part
 */
record SshTarget(
        String name,
        String host,
        int port,
        String user,
        Optional<String> keyAlias,
        List<Path> keys,
        boolean keysRequired,
        List<Path> certificates,
        List<Path> fallbackKeys,
        boolean agent,
        boolean identitiesOnly,
        Optional<Path> agentSocket,
        Optional<Function<Path, char[]>> passphrase,
        List<Path> knownHosts,
        boolean acceptNew,
        List<SshTarget> jumps,
        SshDeadlines deadlines) {
    private static final int SSH_PORT = 22;

    /** {@return for messages} */
    String address() {
        return user + "@" + host + (port == SSH_PORT ? "" : ":" + port);
    }

    /** {@return what host keys are recorded under} */
    String keyName() {
        return keyAlias.orElse(port == SSH_PORT ? host : "[" + host + "]:" + port);
    }

    /** {@return the same without a port} */
    String portlessKeyName() {
        return keyAlias.orElse(host);
    }

    /** {@return the arguments of ssh-keyscan} */
    String scanAddress() {
        return port == SSH_PORT ? host : "-p " + port + " " + host;
    }

    /** {@return the same host by another way} */
    SshTarget through(List<SshTarget> hops) {
        return new SshTarget(
                name,
                host,
                port,
                user,
                keyAlias,
                keys,
                keysRequired,
                certificates,
                fallbackKeys,
                agent,
                identitiesOnly,
                agentSocket,
                passphrase,
                knownHosts,
                acceptNew,
                hops,
                deadlines);
    }
}
