package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.NodeCertificate.KeyMatch;
import io.daytwo.manifests.pki.NodeCertificate.Renewal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A place in which a certificate is used, and what lies there.
 *
 * @param name what kubeadm calls it
 * @param role its role among the files of {@code /etc/kubernetes/pki}
 * @param usedBy who names it; empty if it is found by its place
 * @param certificate the file
 * @param key its key, where there has to be one or one is found
 * @param hosts the names and addresses that a server's certificate has to be for
 */
record UsedCertificate(
        String name,
        Optional<CertificateRole> role,
        Optional<String> usedBy,
        GivenFile certificate,
        Optional<GivenFile> key,
        List<String> hosts) {
    /** End of the name of what a component serves that kubeadm did not give it; any CA may have signed it. */
    static final String SERVING = "-serving";

    /** The same for those who ask for certain names. */
    static final String SNI = "-sni";

    UsedCertificate(String name, Optional<String> usedBy, GivenFile certificate, Optional<GivenFile> key) {
        this(name, Optional.empty(), usedBy, certificate, key, List.of());
    }

    Optional<X509Certificate> first() {
        return certificate.first();
    }

    boolean isInRole(CertificateRole other) {
        return role.equals(Optional.of(other));
    }

    boolean isAuthority() {
        return role.filter(CertificateRole::isAuthority).isPresent();
    }

    boolean isOwnServing() {
        return role.isEmpty() && (name.endsWith(SERVING) || name.endsWith(SNI));
    }

    NodeCertificate on(String node, X509Certificate first, List<String> users, Renewal renewal) {
        return new NodeCertificate(node, name, role, certificate.path(), first, users, keyOf(first), renewal);
    }

    /** The CA that signs it; of kubeconfigs and the kubelet's certificates that of the Kubernetes API. */
    CertificateRole signer() {
        return role.flatMap(CertificateRole::signer).orElse(CertificateRole.CA);
    }

    boolean hasItsKey() {
        return first().filter(one -> keyOf(one) == KeyMatch.MATCHES).isPresent();
    }

    private KeyMatch keyOf(X509Certificate first) {
        if (key.isEmpty()) {
            return KeyMatch.ABSENT;
        }
        return key.get()
                .key()
                .map(secret -> secret.isOf(first.getPublicKey()) ? KeyMatch.MATCHES : KeyMatch.DIFFERS)
                .orElse(KeyMatch.UNREADABLE);
    }
}
