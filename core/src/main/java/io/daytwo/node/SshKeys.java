package io.daytwo.node;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.SSHAgentConnector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the keys to offer: named files first, then the agent's, then ssh's default files. */
final class SshKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SshKeys.class);
    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final JSch library;
    private final SshTarget target;
    private final List<String> offered = new ArrayList<>();

    private SshKeys(JSch library, SshTarget target) {
        this.library = library;
        this.target = target;
    }

    /** Gives the library its keys; returns what they are called. */
    static List<String> load(JSch library, SshTarget target) {
        SshKeys keys = new SshKeys(library, target);
        target.keys().forEach(keys::named);
        if (target.agent()) {
            keys.agent();
        }
        target.fallbackKeys().forEach(keys::fallback);
        return List.copyOf(keys.offered);
    }

    private void named(Path key) {
        if (!Files.exists(key)) {
            throw new SshConfigurationException(key.toString(), "does not exist", "Check the path of the key.", null);
        }
        add(key, true);
    }

    private void fallback(Path key) {
        if (Files.isRegularFile(key)) {
            try {
                add(key, false);
            } catch (SshConfigurationException e) {
                LOG.warn("passing over a default key: {}", e.getMessage());
            }
        }
    }

    private void add(Path key, boolean named) {
        requirePrivate(key);
        byte[] passphrase = null;
        try {
            if (isEncrypted(key)) {
                if (target.passphrase().isEmpty() && !named) {
                    LOG.debug("{}: encrypted, and nobody to ask for the passphrase", key);
                    return;
                }
                passphrase = passphrase(key);
            }
            for (Path certificate : certificates(key)) {
                library.addIdentity(key.toString(), certificate.toString(), copy(passphrase));
                offered.add(certificate.toString());
            }
            library.addIdentity(key.toString(), copy(passphrase));
            offered.add(key.toString());
        } catch (JSchException e) {
            throw new SshConfigurationException(
                    key.toString(),
                    "is no private key that can be used (" + e.getMessage() + ")",
                    "Check the file and its passphrase with ssh-keygen -y -f " + key + ".",
                    e);
        } finally {
            if (passphrase != null) {
                Arrays.fill(passphrase, (byte) 0);
            }
        }
    }

    private boolean isEncrypted(Path key) throws JSchException {
        KeyPair pair = KeyPair.load(library, key.toString(), null);
        try {
            return pair.isEncrypted();
        } finally {
            pair.dispose();
        }
    }

    /** The library clears what it is given. */
    private static byte @Nullable [] copy(byte @Nullable [] secret) {
        return secret == null ? null : secret.clone();
    }

    private byte[] passphrase(Path key) {
        char[] secret = target.passphrase()
                .map(ask -> ask.apply(key))
                .orElseThrow(() -> new SshConfigurationException(
                        key.toString(),
                        "is encrypted, and no passphrase was given",
                        "Give it with passphrase(…), or load the key into the agent.",
                        null));
        byte[] room = new byte[3 * secret.length];
        ByteBuffer bytes = ByteBuffer.wrap(room);
        CoderResult unused = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(secret), bytes, true);
        Arrays.fill(secret, '\0');
        byte[] copy = Arrays.copyOf(room, bytes.position());
        Arrays.fill(room, (byte) 0);
        return copy;
    }

    /** A certificate beside its key, as ssh-keygen puts it, and those that were named. */
    private List<Path> certificates(Path key) {
        List<Path> all = new ArrayList<>(target.certificates());
        Path beside = Path.of(key + "-cert.pub");
        if (Files.isRegularFile(beside) && !all.contains(beside)) {
            all.add(beside);
        }
        return all;
    }

    private static void requirePrivate(Path key) {
        try {
            if (Files.getPosixFilePermissions(key).stream().anyMatch(OF_OTHERS::contains)) {
                throw new SshConfigurationException(
                        key.toString(), "may be read or written by others", "Run chmod 600 on it.", null);
            }
        } catch (UnsupportedOperationException e) {
            LOG.debug("{}: this file system has no modes", key);
        } catch (IOException e) {
            throw new SshConfigurationException(
                    key.toString(), "could not be read (" + e + ")", "Check its mode and owner.", e);
        }
    }

    private void agent() {
        try {
            SSHAgentConnector connector = target.agentSocket().isPresent()
                    ? new SSHAgentConnector(target.agentSocket().get())
                    : new SSHAgentConnector();
            if (!connector.isAvailable()) {
                return;
            }
            for (Identity identity : new AgentIdentityRepository(connector).getIdentities()) {
                library.addIdentity(identity, null);
                offered.add("agent: " + identity.getName());
            }
        } catch (AgentProxyException | JSchException e) {
            LOG.debug("no agent: {}", e.getMessage());
        }
    }
}
