package io.daytwo.node;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the keys to offer: named files first, then the agent's, then ssh's default files. A key that is encrypted is
 * not asked for where the agent holds it.
 */
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
    private final List<String> passedOver = new ArrayList<>();
    private final List<byte[]> blobs = new ArrayList<>();
    private @Nullable List<Identity> held;

    private SshKeys(JSch library, SshTarget target) {
        this.library = library;
        this.target = target;
    }

    /** Gives the library its keys. */
    static SshKeys load(JSch library, SshTarget target) {
        SshKeys keys = new SshKeys(library, target);
        for (Path key : target.keys()) {
            keys.named(key, target.keysRequired());
        }
        if (target.agent() && !target.identitiesOnly()) {
            keys.held().forEach(keys::offer);
        }
        for (Path key : target.fallbackKeys()) {
            if (Files.isRegularFile(key)) {
                keys.named(key, false);
            }
        }
        return keys;
    }

    /** What the keys are called, in the order of trial. */
    List<String> offered() {
        return List.copyOf(offered);
    }

    /** Which keys could not be used, and why. */
    List<String> passedOver() {
        return List.copyOf(passedOver);
    }

    private void named(Path key, boolean required) {
        try {
            add(key);
        } catch (SshConfigurationException e) {
            if (required) {
                throw e;
            }
            LOG.debug("passing over a key: {}", e.getMessage());
            passedOver.add(e.problem());
        }
    }

    private void add(Path key) {
        Optional<byte[]> publicKey = UserCertificate.read(key).or(() -> UserCertificate.read(Path.of(key + ".pub")));
        if (!Files.exists(key) && publicKey.isEmpty()) {
            throw unusable(key, "does not exist", "Check the path of the key.", null);
        }
        if (!Files.exists(key) || UserCertificate.read(key).isPresent()) {
            if (!offerHeld(publicKey.orElseThrow())) {
                throw unusable(key, "is no private key, and the agent holds none for it", "Run ssh-add.", null);
            }
            return;
        }
        requirePrivate(key);
        try {
            KeyPair pair = KeyPair.load(library, key.toString(), null);
            try {
                addPair(key, pair);
            } finally {
                pair.dispose();
            }
        } catch (JSchException e) {
            String remedy = "Check the file with ssh-keygen -y -f " + key + ".";
            throw unusable(key, "is no private key that can be used (" + e.getMessage() + ")", remedy, e);
        }
    }

    private void addPair(Path key, KeyPair pair) throws JSchException {
        byte[] passphrase = null;
        try {
            if (pair.isEncrypted()) {
                byte[] known = pair.getPublicKeyBlob();
                if (known != null && offerHeld(known)) {
                    return;
                }
                passphrase = Passphrase.ask(target.passphrase(), key);
                if (!pair.decrypt(passphrase.clone())) {
                    throw unusable(
                            key,
                            "could not be decrypted: the passphrase is wrong",
                            "Try it with ssh-keygen -y -f " + key + "; if that works, ssh-keygen -p -f " + key
                                    + " writes the key in OpenSSH's own format.",
                            null);
                }
            }
            byte[] blob = pair.getPublicKeyBlob();
            for (Path certificate : certificates(key, blob)) {
                library.addIdentity(key.toString(), certificate.toString(), copy(passphrase));
                offered.add(certificate.toString());
            }
            library.addIdentity(key.toString(), copy(passphrase));
            offered.add(key.toString());
            blobs.add(blob);
        } finally {
            if (passphrase != null) {
                Arrays.fill(passphrase, (byte) 0);
            }
        }
    }

    /** The library clears what it is given. */
    private static byte @Nullable [] copy(byte @Nullable [] secret) {
        return secret == null ? null : secret.clone();
    }

    private static SshConfigurationException unusable(
            Path key, String problem, String remedy, @Nullable Throwable cause) {
        return new SshConfigurationException(key.toString(), problem, remedy, cause);
    }

    /** Of those that were named and the one beside the key, as ssh-keygen puts it, those that certify this key. */
    private List<Path> certificates(Path key, byte[] blob) {
        List<Path> all = new ArrayList<>(target.certificates());
        Path beside = Path.of(key + "-cert.pub");
        if (!all.contains(beside)) {
            all.add(beside);
        }
        all.removeIf(certificate -> UserCertificate.read(certificate)
                .filter(its -> Arrays.equals(UserCertificate.key(its), blob))
                .isEmpty());
        return all;
    }

    private static void requirePrivate(Path key) {
        try {
            if (Files.getPosixFilePermissions(key).stream().anyMatch(OF_OTHERS::contains)) {
                throw unusable(key, "may be read or written by others", "Run chmod 600 on it.", null);
            }
        } catch (UnsupportedOperationException e) {
            LOG.debug("{}: this file system has no modes", key);
        } catch (IOException e) {
            throw unusable(key, "could not be read (" + e + ")", "Check its mode and owner.", e);
        }
    }

    private List<Identity> held() {
        List<Identity> known = held;
        if (known == null) {
            Optional<Path> socket = SshAgent.socket(target);
            List<Identity> all = socket.map(path -> SshAgent.keys(target, path)).orElse(List.of());
            // certificates first: sshd counts what it refuses
            known = Stream.concat(
                            all.stream().filter(SshKeys::isCertificate),
                            all.stream().filter(key -> !isCertificate(key)))
                    .toList();
            if (known.isEmpty()) {
                socket.ifPresent(path -> passedOver.add("the agent at " + path + " holds no keys or does not answer"));
            }
            held = known;
        }
        return known;
    }

    private static boolean isCertificate(Identity identity) {
        return plainKey(identity).length != identity.getPublicKeyBlob().length;
    }

    /** Offers what the agent holds of a key, certificates included. */
    private boolean offerHeld(byte[] key) {
        List<Identity> its = held().stream()
                .filter(identity -> Arrays.equals(plainKey(identity), UserCertificate.key(key)))
                .toList();
        its.forEach(this::offer);
        return !its.isEmpty();
    }

    private static byte[] plainKey(Identity identity) {
        try {
            return UserCertificate.key(identity.getPublicKeyBlob());
        } catch (IllegalArgumentException e) {
            LOG.debug("the agent holds something that is no key: {}", identity.getName());
            return new byte[0];
        }
    }

    private void offer(Identity identity) {
        byte[] blob = identity.getPublicKeyBlob();
        if (blobs.stream().anyMatch(known -> Arrays.equals(known, blob))) {
            return;
        }
        try {
            library.addIdentity(identity, null);
            offered.add("agent: " + identity.getName());
            blobs.add(blob);
        } catch (JSchException e) {
            LOG.debug("the agent's {} cannot be offered", identity.getName(), e);
        }
    }
}
