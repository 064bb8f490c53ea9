package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.Misassignment.Kind;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does each of three files hold what it was given as? Finds keys, certificates and CAs in each other's place. */
final class RoleDiagnosis {
    private final GivenFile ca;
    private final GivenFile certificate;
    private final GivenFile key;
    private final NearbyPki pki;
    private final Advice advice;

    RoleDiagnosis(GivenFile ca, GivenFile certificate, GivenFile key, NearbyPki pki) {
        this.ca = ca;
        this.certificate = certificate;
        this.key = key;
        this.pki = pki;
        this.advice = new Advice(pki);
    }

    List<Misassignment> findings() {
        List<Misassignment> findings = new ArrayList<>();
        authority().ifPresent(findings::add);
        if (isSwapped()) {
            String problem = "Certificate and key are swapped: " + certificate.path() + " holds the key, " + key.path()
                    + " the certificate.";
            String remedy = "Give " + key.path() + " as the certificate and " + certificate.path() + " as the key.";
            findings.add(new Misassignment(Kind.SWAPPED, certificate.role(), certificate.path(), problem, remedy));
        } else {
            certificate().ifPresent(findings::add);
            key().ifPresent(findings::add);
        }
        return findings;
    }

    private boolean isSwapped() {
        return certificate.holdsOnlyKey()
                && key.key().isEmpty()
                && key.first().isPresent()
                && key.authorities().isEmpty();
    }

    private Optional<Misassignment> authority() {
        if (ca.holdsOnlyKey()) {
            return Optional.of(ca.is(Kind.KEY_AS_CA, "is " + describeKey(ca), advice.authority()));
        }
        return ca.first()
                .filter(first -> ca.authorities().isEmpty() && !new CertificateFacts(first).isSignedBy(first))
                .map(first -> ca.is(
                        Kind.CERTIFICATE_AS_CA,
                        "is " + pki.describe(first) + ", signed by " + pki.describeSigner(first),
                        advice.authority()));
    }

    private Optional<Misassignment> certificate() {
        if (certificate.holdsOnlyKey()) {
            Kind kind = isOfAuthority(certificate) ? Kind.CA_KEY_AS_CERTIFICATE : Kind.KEY_AS_CERTIFICATE;
            return Optional.of(certificate.is(kind, "is " + describeKey(certificate), advice.clientCertificate()));
        }
        return certificate
                .first()
                .filter(leaf -> new CertificateFacts(leaf).isAuthority())
                .map(leaf -> certificate.is(
                        Kind.CA_AS_CERTIFICATE, "is " + pki.describe(leaf) + " itself", advice.clientCertificate()));
    }

    private Optional<Misassignment> key() {
        if (key.key().isEmpty()) {
            return key.first()
                    .map(first ->
                            key.is(Kind.CERTIFICATE_AS_KEY, "is " + pki.describe(first), advice.keyOf(certificate)));
        }
        HeldKey secret = key.key().get();
        if (isOfAuthority(key)) {
            return Optional.of(key.is(Kind.CA_KEY_AS_KEY, "is " + describeKey(key), advice.keyOf(certificate)));
        }
        return certificate
                .first()
                .filter(leaf -> !new CertificateFacts(leaf).isAuthority())
                .filter(leaf -> !secret.isOf(leaf.getPublicKey()))
                .map(leaf -> key.is(
                        Kind.KEY_OF_ANOTHER_CERTIFICATE,
                        "is " + describeKey(key) + " and does not belong to " + certificate.path(),
                        advice.keyOf(certificate)));
    }

    private boolean isOfAuthority(GivenFile file) {
        return owner(file)
                .map(owner -> new CertificateFacts(owner).isAuthority())
                .orElse(false);
    }

    private String describeKey(GivenFile file) {
        return owner(file)
                .map(owner -> "the private key of " + pki.describe(owner))
                .orElse("a private key");
    }

    /** The given files first: they answer without reading more. */
    private Optional<X509Certificate> owner(GivenFile file) {
        return file.key()
                .flatMap(secret -> List.of(certificate, ca, key).stream()
                        .flatMap(given -> given.certificates().stream())
                        .filter(one -> secret.isOf(one.getPublicKey()))
                        .findFirst()
                        .or(() -> pki.owner(secret)));
    }
}
