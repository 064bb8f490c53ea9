package io.daytwo.manifests.pki;

import java.util.EnumSet;
import java.util.Set;

/**
 * A file in a role it cannot play.
 *
 * @param kind which mix-up
 * @param role what the file was given as: {@code CA}, {@code certificate} or {@code key}, and by whom; or {@code clock}
 * @param path the file; for a clock the node's name
 * @param problem one sentence that names the file and says what it is instead
 * @param remedy one sentence: which file to use, or what to do
 */
public record Misassignment(Kind kind, String role, String path, String problem, String remedy) {
    /** The mix-ups told apart. */
    public enum Kind {
        /** The file is missing, or may not be read. */
        UNREADABLE,
        /** A folder, socket, pipe or device. */
        NOT_A_FILE,
        /** A file without content. */
        EMPTY,
        /** No PEM, or damaged PEM. */
        NOT_PEM,
        /** A private key that only a passphrase opens. */
        ENCRYPTED_KEY,
        /** PEM of another kind, e.g. a public key or a certificate request. */
        WRONG_KIND,
        /** A leaf certificate given as the CA. */
        CERTIFICATE_AS_CA,
        /** A private key given as the CA. */
        KEY_AS_CA,
        /** A CA given as the client certificate. */
        CA_AS_CERTIFICATE,
        /** The private key of a CA given as the client certificate. */
        CA_KEY_AS_CERTIFICATE,
        /** A private key given as the client certificate. */
        KEY_AS_CERTIFICATE,
        /** The private key of a CA given as the client's key. */
        CA_KEY_AS_KEY,
        /** A certificate given as the key. */
        CERTIFICATE_AS_KEY,
        /** Certificate and key given in each other's place. */
        SWAPPED,
        /** A key that does not belong to the certificate. */
        KEY_OF_ANOTHER_CERTIFICATE,
        /** The CA of the Kubernetes API or of the front proxy where etcd's is needed. */
        CA_OF_ANOTHER_HIERARCHY,
        /** The same, by its name alone: a warning, for etcd may have been set up to share it. */
        CA_NAMED_LIKE_ANOTHER_HIERARCHY,
        /** A certificate that the CA did not sign. */
        SIGNED_BY_ANOTHER_CA,
        /** A certificate that only servers may show. */
        SERVER_ONLY,
        /** A certificate that only clients may show. */
        CLIENT_ONLY,
        /** A server certificate without the name or address under which this node is called. */
        SAN_MISSING,
        /** The certificate's time is over. */
        EXPIRED,
        /** The certificate's time has not come. */
        NOT_YET_VALID,
        /** The CA's time is over. */
        CA_EXPIRED,
        /** The CA's time has not come. */
        CA_NOT_YET_VALID,
        /** A key that every user of the machine may read: a warning. */
        KEY_READABLE_BY_OTHERS,
        /** A port serves another certificate than its file holds: a warning. */
        SERVED_FROM_BEFORE,
        /** The node's clock and the one here differ: a warning. */
        CLOCK_OFF
    }

    private static final Set<Kind> WARNINGS = EnumSet.of(
            Kind.KEY_READABLE_BY_OTHERS, Kind.CA_NAMED_LIKE_ANOTHER_HIERARCHY, Kind.SERVED_FROM_BEFORE, Kind.CLOCK_OFF);

    /** {@return whether no connection can succeed until it is put right; else it is a warning} */
    public boolean isBlocking() {
        return !WARNINGS.contains(kind);
    }

    /** {@return problem and remedy} */
    @Override
    public String toString() {
        return problem + " " + remedy;
    }
}
