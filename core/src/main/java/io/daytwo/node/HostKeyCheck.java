package io.daytwo.node;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import io.daytwo.node.HostKeyRejectedException.Reason;
import io.daytwo.node.KnownHost.Marker;
import java.util.List;
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
    private @Nullable Reason rejection;
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
        this.portless = host.equals(portless) ? List.of() : files.of(portless);
    }

    /** The algorithms to offer: those of recorded keys first, certificates only where an authority is named. */
    String algorithms() {
        Stream<String> recorded = PLAIN.stream().filter(this::isRecorded);
        Stream<String> others = PLAIN.stream().filter(algorithm -> !isRecorded(algorithm));
        Stream<String> certificates = lines(Marker.CERT_AUTHORITY).isEmpty() ? Stream.of() : Stream.of(CERTIFICATES);
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

    @Override
    public int check(String ignored, byte[] key) {
        shown = key.clone();
        Reason reason = judge(key);
        if (reason == Reason.UNKNOWN && acceptNew) {
            boolean added = files.addIfUnknown(host, key);
            known = files.of(host);
            reason = added ? null : judge(key);
        }
        rejection = reason;
        return reason == null ? OK : CHANGED;
    }

    private @Nullable Reason judge(byte[] key) {
        List<KnownHost> same = Stream.concat(known.stream(), portless.stream())
                .filter(line -> line.isKey(key))
                .toList();
        if (same.stream().anyMatch(line -> line.marker() == Marker.REVOKED)) {
            return Reason.REVOKED;
        }
        // as ssh does: the machine's own key also counts at another port
        if (same.stream().anyMatch(line -> line.marker() == Marker.NONE)) {
            return null;
        }
        List<KnownHost> plain = lines(Marker.NONE);
        if (!certificateFault.isEmpty()) {
            return Reason.BAD_CERTIFICATE;
        }
        if (plain.stream().anyMatch(line -> line.type().equals(HostKeyBlob.type(key)))) {
            return Reason.CHANGED;
        }
        if (!plain.isEmpty()) {
            return Reason.OTHER_TYPE;
        }
        return lines(Marker.CERT_AUTHORITY).isEmpty() ? Reason.UNKNOWN : Reason.UNCERTIFIED;
    }

    /** Keeps why the library did not accept a certificate. */
    void certificateFault(String fault) {
        certificateFault = fault;
    }

    /** {@return why the key that was shown is not trusted, or null while it is} */
    @Nullable
    HostKeyRejectedException rejection(String node, @Nullable Throwable cause) {
        Reason reason = rejection;
        return reason == null ? null : rejection(reason, node, cause);
    }

    /** {@return the error for a reason the library found by itself} */
    HostKeyRejectedException rejection(Reason reason, String node, @Nullable Throwable cause) {
        String type = shown.length == 0 ? "certified" : HostKeyBlob.type(shown);
        String fingerprint = shown.length == 0 ? "" : HostKeyBlob.fingerprint(shown);
        HostKeyVerdict verdict = new HostKeyVerdict(
                host, address, type, fingerprint, files.first().toString());
        return new HostKeyRejectedException(reason, node, verdict, certificateFault, cause);
    }

    /** The authorities and revoked keys, for the library's check of certificates. */
    @Override
    public HostKey[] getHostKey() {
        return Stream.concat(
                        lines(Marker.CERT_AUTHORITY).stream().map(line -> hostKey("@cert-authority", line)),
                        lines(Marker.REVOKED).stream().map(line -> hostKey("@revoked", line)))
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
