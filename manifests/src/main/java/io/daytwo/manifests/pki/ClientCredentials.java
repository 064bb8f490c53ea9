package io.daytwo.manifests.pki;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * CA, certificate and key of an etcd client, as somebody gave them. Reading never fails for what the files hold:
 * {@link #misassigned} says of each file which role it plays instead and which file to use, before any connection.
 * Immutable; thread-safe as the files of the node are.
 */
public final class ClientCredentials {
    private final NodeFiles files;
    private final GivenFile ca;
    private final GivenFile certificate;
    private final GivenFile key;

    private ClientCredentials(NodeFiles files, GivenFile ca, GivenFile certificate, GivenFile key) {
        this.files = files;
        this.ca = ca;
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Reads three files of a node, each at most 1 MiB.
     *
     * @param files the node's files
     * @param ca absolute path of the CA's certificate, or of several in one file
     * @param certificate absolute path of the client certificate; intermediates may follow it
     * @param key absolute path of its private key
     * @return what they hold, right or wrong
     */
    public static ClientCredentials read(NodeFiles files, String ca, String certificate, String key) {
        return new ClientCredentials(
                files,
                GivenFile.read(files, GivenFile.CA, ca),
                GivenFile.read(files, GivenFile.CERTIFICATE, certificate),
                GivenFile.read(files, GivenFile.KEY, key));
    }

    /**
     * Reads three files of this machine, each at most 1 MiB.
     *
     * @param ca the CA's certificate, or several in one file
     * @param certificate the client certificate; intermediates may follow it
     * @param key its private key
     * @return what they hold, right or wrong
     */
    public static ClientCredentials read(Path ca, Path certificate, Path key) {
        return read(NodeExecutor.local().files(), absolute(ca), absolute(certificate), absolute(key));
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /**
     * Finds every mix-up. Where there is one, certificates that lie near the given files and in
     * {@code /etc/kubernetes/pki} are read as well, to name the right ones; keys are not.
     *
     * @param clock tells what has expired
     * @return mix-ups and warnings ({@link Misassignment#isBlocking}), empty if all is well
     */
    public List<Misassignment> misassigned(Clock clock) {
        NearbyPki pki = new NearbyPki(files, List.of(ca.path(), certificate.path(), key.path()));
        List<Misassignment> findings = new ArrayList<>();
        Stream.of(ca, certificate, key).map(GivenFile::findings).forEach(findings::addAll);
        findings.addAll(new RoleDiagnosis(ca, certificate, key, pki).findings());
        findings.addAll(new TrustDiagnosis(ca, certificate, pki, clock.instant()).findings());
        return List.copyOf(findings);
    }

    /**
     * Demands that nothing blocks.
     *
     * @param clock tells what has expired
     * @return this
     * @throws CredentialsMisassignedException if {@link #misassigned} found a mix-up; warnings do not count
     */
    @CanIgnoreReturnValue
    public ClientCredentials orThrow(Clock clock) {
        List<Misassignment> blocking =
                misassigned(clock).stream().filter(Misassignment::isBlocking).toList();
        if (!blocking.isEmpty()) {
            throw new CredentialsMisassignedException(blocking);
        }
        return this;
    }

    /** {@return the certificates to trust: all of the CA file; empty if it holds none} */
    public List<X509Certificate> authorities() {
        return ca.certificates();
    }

    /** {@return the client certificate and what follows it in its file; empty if it holds none} */
    public List<X509Certificate> chain() {
        return certificate.certificates();
    }

    /**
     * Gives the client's private key.
     *
     * @return the key
     * @throws IllegalStateException if the file holds none: call {@link #orThrow} first
     */
    public PrivateKey privateKey() {
        return key.key()
                .flatMap(HeldKey::secret)
                .orElseThrow(() -> new IllegalStateException("key: " + key.path() + " holds none"));
    }

    /** {@return the three paths} */
    @Override
    public String toString() {
        return "CA " + ca.path() + ", certificate " + certificate.path() + ", key " + key.path();
    }
}
