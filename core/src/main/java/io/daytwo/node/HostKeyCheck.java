package io.daytwo.node;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import io.daytwo.node.HostKeyRejectedException.Reason;
import io.daytwo.node.KnownHost.Marker;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a host key is trusted. The library asks it as its repository of host keys and is told "known" or
 * "changed" and nothing else; the reason is kept here. Certificates are checked by the library, against the authorities
 * handed out here; where one is not valid, the plain key decides, as in ssh.
 */
final class HostKeyCheck implements HostKeyRepository {
    private static final String CERTIFICATES =
            "ssh-ed25519-cert-v01@openssh.com,ecdsa-sha2-nistp256-cert-v01@openssh.com,"
                    + "ecdsa-sha2-nistp384-cert-v01@openssh.com,ecdsa-sha2-nistp521-cert-v01@openssh.com,"
                    + "rsa-sha2-512-cert-v01@openssh.com,rsa-sha2-256-cert-v01@openssh.com";
    private static final List<String> PLAIN = List.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "rsa-sha2-512",
            "rsa-sha2-256");

    private final KnownHosts files;
    private final String host;
    private final String address;
    private final boolean acceptNew;
    private final List<KnownHost> portless;
    private List<KnownHost> known;
    private @Nullable HostKeyVerdict rejection;
    private byte[] shown = new byte[0];
    private String certificateFault = "";

    /**
     * For one connection.
     *
     * @param files what is known
     * @param host what keys are recorded under
     * @param portless the same without the port, or the same
     * @param address for ssh-keyscan
     * @param acceptNew whether a host that no file knows is recorded and trusted
     */
    HostKeyCheck(KnownHosts files, String host, String portless, String address, boolean acceptNew) {
        this.files = files;
        this.host = host;
        this.address = address;
        this.acceptNew = acceptNew;
        this.known = files.of(host);
        this.portless =
                files.of(portless).stream().filter(line -> !line.matches(host)).toList();
    }

    /** The algorithms to offer: those of recorded keys first, certificates only where an authority is named. */
    String algorithms() {
        Stream<String> recorded = PLAIN.stream().filter(this::isRecorded);
        Stream<String> others = PLAIN.stream().filter(algorithm -> !isRecorded(algorithm));
        Stream<String> certificates = allLines(Marker.CERT_AUTHORITY).isEmpty() ? Stream.of() : Stream.of(CERTIFICATES);
        return String.join(
                ",",
                Stream.of(certificates, recorded, others).flatMap(all -> all).toList());
    }

    private boolean isRecorded(String algorithm) {
        String type = algorithm.startsWith("rsa-") ? "ssh-rsa" : algorithm;
        return lines(Marker.NONE).stream().anyMatch(line -> line.type().equals(type));
    }

    private List<KnownHost> lines(Marker marker) {
        return known.stream().filter(line -> line.marker() == marker).toList();
    }

    /** The same, and as ssh does those of the host at any port. */
    private List<KnownHost> allLines(Marker marker) {
        return Stream.concat(known.stream(), portless.stream())
                .filter(line -> line.marker() == marker)
                .toList();
    }

    @Override
    public int check(String ignored, byte[] key) {
        shown = key.clone();
        HostKeyVerdict verdict = judge(key);
        if (verdict != null && verdict.reason() == Reason.UNKNOWN && acceptNew) {
            boolean added = files.addIfUnknown(host, key);
            known = files.of(host);
            verdict = added ? null : judge(key);
        }
        rejection = verdict;
        return verdict == null ? OK : CHANGED;
    }

    private @Nullable HostKeyVerdict judge(byte[] key) {
        Optional<KnownHost> revoked = first(allLines(Marker.REVOKED), line -> line.isKey(key));
        if (revoked.isPresent()) {
            return verdict(Reason.REVOKED, revoked);
        }
        // as ssh does: the machine's own key also counts at another port
        if (allLines(Marker.NONE).stream().anyMatch(line -> line.isKey(key))) {
            return null;
        }
        List<KnownHost> plain = lines(Marker.NONE);
        Optional<KnownHost> authority = first(allLines(Marker.CERT_AUTHORITY), line -> true);
        if (!certificateFault.isEmpty()) {
            return verdict(Reason.BAD_CERTIFICATE, authority);
        }
        Optional<KnownHost> other = first(plain, line -> line.type().equals(HostKeyBlob.type(key)));
        if (other.isPresent()) {
            return verdict(Reason.CHANGED, other);
        }
        if (!plain.isEmpty()) {
            return verdict(Reason.OTHER_TYPE, Optional.of(plain.get(0)));
        }
        return verdict(authority.isEmpty() ? Reason.UNKNOWN : Reason.UNCERTIFIED, authority);
    }

    private static Optional<KnownHost> first(List<KnownHost> lines, Predicate<KnownHost> wanted) {
        return lines.stream().filter(wanted).findFirst();
    }

    private HostKeyVerdict verdict(Reason reason, Optional<KnownHost> record) {
        String type = shown.length == 0 ? "certified" : HostKeyBlob.type(shown);
        String fingerprint = shown.length == 0 ? "" : HostKeyBlob.fingerprint(shown);
        return new HostKeyVerdict(reason, host, address, type, fingerprint, record, files.first());
    }

    /** Keeps why the library did not accept a certificate. */
    void certificateFault(String fault) {
        certificateFault = fault;
    }

    /** {@return why the key that was shown is not trusted, or null while it is} */
    @Nullable
    HostKeyRejectedException rejection(String node, @Nullable Throwable cause) {
        HostKeyVerdict verdict = rejection;
        return verdict == null ? null : new HostKeyRejectedException(node, verdict, certificateFault, cause);
    }

    /** {@return the error for a certificate that the library found revoked: it, or the key of its authority} */
    HostKeyRejectedException revokedCertificate(String node, Throwable cause) {
        // the library does not say which
        List<KnownHost> revoked = allLines(Marker.REVOKED);
        HostKeyVerdict verdict =
                verdict(Reason.REVOKED, revoked.size() == 1 ? Optional.of(revoked.get(0)) : Optional.empty());
        return new HostKeyRejectedException(node, verdict, String.valueOf(cause.getMessage()), cause);
    }

    /** The authorities and revoked keys, for the library's check of certificates. */
    @Override
    public HostKey[] getHostKey() {
        return Stream.concat(
                        allLines(Marker.CERT_AUTHORITY).stream().map(line -> hostKey("@cert-authority", line)),
                        allLines(Marker.REVOKED).stream().map(line -> hostKey("@revoked", line)))
                .toArray(HostKey[]::new);
    }

    private HostKey hostKey(String marker, KnownHost line) {
        try {
            return new HostKey(marker, host, HostKey.GUESS, line.key(), "");
        } catch (JSchException e) {
            throw new IllegalStateException("a parsed key has a type", e);
        }
    }

    @Override
    public HostKey[] getHostKey(String ignored, @Nullable String type) {
        return new HostKey[0];
    }

    @Override
    public void add(HostKey key, UserInfo info) {
        throw new IllegalStateException("the library must not record host keys");
    }

    @Override
    public void remove(String ignored, String type) {
        throw new IllegalStateException("the library must not remove host keys");
    }

    @Override
    public void remove(String ignored, String type, byte[] key) {
        throw new IllegalStateException("the library must not remove host keys");
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return files.first().toString();
    }
}
