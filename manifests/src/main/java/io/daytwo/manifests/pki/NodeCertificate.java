package io.daytwo.manifests.pki;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate as a node uses it.
 *
 * @param node the node's name
 * @param name what kubeadm calls it, e.g. {@code apiserver} or {@code admin.conf}; {@code kubelet-client},
 *     {@code kubelet-serving}, {@code kube-scheduler-serving} or {@code kube-apiserver-sni} and their like, of which
 *     kubeadm does not speak; the path of a copy of a kubeconfig
 * @param role its role among the files of {@code /etc/kubernetes/pki}, empty for kubeconfigs and the kubelet's
 * @param path the file on the node
 * @param certificate the first one in the file
 * @param usedBy the flags and files that name it, e.g. {@code kube-apiserver --tls-cert-file}; empty if none does
 * @param key whether its private key is there, and is its own
 * @param renewal who can renew it
 */
public record NodeCertificate(
        String node,
        String name,
        Optional<CertificateRole> role,
        String path,
        X509Certificate certificate,
        List<String> usedBy,
        KeyMatch key,
        Renewal renewal) {
    /** Who can renew a certificate. Decided for each CA by itself: one may be kept elsewhere, the others not. */
    public enum Renewal {
        /** {@code kubeadm certs renew} on this node: the key of its CA is here. */
        HERE,
        /** Whoever keeps its CA: no fitting {@code ca.key} is here. kubeadm makes requests for it to sign. */
        EXTERNAL_CA,
        /** The kubelet itself, through the API, while it can still log in. */
        KUBELET,
        /** It is in a copy of a kubeconfig: copy the renewed original again. */
        COPY,
        /** Somebody by hand: a CA, a kubelet's certificate that does not rotate, what was given to be served. */
        BY_HAND
    }

    /** What is known of the private key. */
    public enum KeyMatch {
        /** It belongs to the certificate. */
        MATCHES,
        /** It is the key of another certificate. */
        DIFFERS,
        /** There is none: for a CA, somebody else keeps it. */
        ABSENT,
        /** There is something that could not be read as a key. */
        UNREADABLE
    }

    /**
     * Copies the list.
     *
     * @param node the node's name
     * @param name what kubeadm calls it
     * @param role its role
     * @param path the file on the node
     * @param certificate the first one in the file
     * @param usedBy who names it
     * @param key what is known of the private key
     * @param renewal who can renew it
     */
    public NodeCertificate {
        usedBy = List.copyOf(usedBy);
    }

    /** {@return its subject's CN, or all of the subject where it has none} */
    public String subject() {
        return new CertificateFacts(certificate).name();
    }

    /** {@return its issuer's CN, or all of the issuer where it has none} */
    public String issuer() {
        return new CertificateFacts(certificate).issuerName();
    }

    /** {@return the DNS names and addresses it is for, in its order} */
    public List<String> subjectAlternativeNames() {
        return new CertificateFacts(certificate).alternativeNames();
    }

    /** {@return whether it is a CA} */
    public boolean isAuthority() {
        return new CertificateFacts(certificate).isAuthority();
    }

    /** {@return when it begins to be valid} */
    public Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    /** {@return when it expires} */
    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /**
     * Tells how long it will be valid.
     *
     * @param now a moment
     * @return negative once it has expired
     */
    public Duration remaining(Instant now) {
        return Duration.between(now, notAfter());
    }

    /**
     * {@return one line for a person, e.g. {@code cp1 apiserver expires 2027-11-21T03:00:00Z (/etc/…/apiserver.crt)}}
     */
    @Override
    public String toString() {
        return node + " " + name + " expires " + notAfter() + " (" + path + ")";
    }
}
