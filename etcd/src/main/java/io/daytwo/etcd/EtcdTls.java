package io.daytwo.etcd;

import io.daytwo.manifests.pki.ClientCredentials;
import io.daytwo.manifests.pki.CredentialsMisassignedException;
import io.daytwo.node.NodeFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How to speak to etcd: with TLS 1.2 or 1.3, trusting the given CA and nothing else, or in plaintext. Immutable. Files
 * are read, and checked by role, when a cluster first connects to a member; that cluster goes on with what it read, and
 * a new one reads renewed files. What is in them never appears in a message.
 */
public final class EtcdTls {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdTls.class);

    private final String description;
    private final Optional<Supplier<ClientCredentials>> files;

    private EtcdTls(String description, Optional<Supplier<ClientCredentials>> files) {
        this.description = description;
        this.files = files;
    }

    /** {@return no TLS at all: for {@code http://} endpoints} */
    public static EtcdTls none() {
        return new EtcdTls("plaintext", Optional.empty());
    }

    /**
     * TLS with a client certificate, from files of this machine in PEM form. Nothing is read yet: files that cannot
     * play their roles are a {@link CredentialsMisassignedException} when a connection is wanted, before it is tried.
     *
     * @param ca the CA that signed etcd's certificates, or several of them in one file
     * @param certificate the client certificate, with intermediates behind it if there are any
     * @param key its key, not encrypted: PKCS#8, PKCS#1 or SEC1
     * @return how to connect
     */
    public static EtcdTls files(Path ca, Path certificate, Path key) {
        return new EtcdTls(
                describe(ca.toString(), Stream.of(new Pair(certificate.toString(), key.toString()))),
                Optional.of(() -> ClientCredentials.read(ca, certificate, key).orThrow(Clock.systemUTC())));
    }

    /**
     * TLS from files of a node: the first pair that can play its role.
     *
     * @param pairs of which at least one is given; when none is fit, the error is about the first
     */
    static EtcdTls onNode(NodeFiles node, String ca, List<Pair> pairs) {
        return new EtcdTls(describe(ca, pairs.stream()), Optional.of(() -> firstFit(node, ca, pairs)));
    }

    private static ClientCredentials firstFit(NodeFiles node, String ca, List<Pair> pairs) {
        CredentialsMisassignedException first = null;
        for (Pair pair : pairs) {
            try {
                return ClientCredentials.read(node, ca, pair.certificate(), pair.key())
                        .orThrow(Clock.systemUTC());
            } catch (CredentialsMisassignedException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new IllegalArgumentException("pairs must not be empty") : first;
    }

    /** Paths of a certificate and its key. */
    record Pair(String certificate, String key) {}

    private static String describe(String ca, Stream<Pair> pairs) {
        return pairs.map(pair -> "certificate " + pair.certificate() + ", key " + pair.key())
                .collect(Collectors.joining("; else ", "TLS, ca " + ca + ", ", ""));
    }

    boolean enabled() {
        return files.isPresent();
    }

    /**
     * Reads the files.
     *
     * @return what they hold, empty for plaintext
     * @throws CredentialsMisassignedException when one cannot play its role
     */
    Optional<TlsMaterial> load() {
        return files.map(Supplier::get).map(EtcdTls::material);
    }

    private static TlsMaterial material(ClientCredentials read) {
        read.misassigned(Clock.systemUTC()).forEach(warning -> LOG.warn("{}", warning));
        return new TlsMaterial(
                read.authorities(), Optional.of(new TlsMaterial.Identity(read.chain(), read.privateKey())));
    }

    /** {@return the paths, never what is in them} */
    @Override
    public String toString() {
        return description;
    }
}
