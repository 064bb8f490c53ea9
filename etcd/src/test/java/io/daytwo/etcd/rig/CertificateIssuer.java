package io.daytwo.etcd.rig;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys and certificates with the extensions that kubeadm gives them (util/pkiutil/pki_helpers.go). */
final class CertificateIssuer {
    private static final int LEAF_USAGE = KeyUsage.digitalSignature | KeyUsage.keyEncipherment;

    private final boolean elliptic;

    CertificateIssuer(boolean elliptic) {
        this.elliptic = elliptic;
    }

    PemPair authority(String commonName, Instant from, Instant to) {
        return issue(Optional.empty(), "CN=" + commonName, List.of(), List.of(dns(commonName)), from, to);
    }

    PemPair leaf(
            PemPair authority,
            String subject,
            List<KeyPurposeId> purposes,
            List<GeneralName> names,
            Instant from,
            Instant to) {
        return issue(Optional.of(authority), subject, purposes, names, from, to);
    }

    static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    static GeneralName ip(String address) {
        return new GeneralName(GeneralName.iPAddress, address);
    }

    private PemPair issue(
            Optional<PemPair> authority,
            String subject,
            List<KeyPurposeId> purposes,
            List<GeneralName> names,
            Instant from,
            Instant to) {
        try {
            KeyPair own = keys();
            PemPair signer = authority.orElse(null);
            X500Name name = new X500Name(subject);
            X500Name issuer = signer == null
                    ? name
                    : X500Name.getInstance(
                            signer.certificate().getSubjectX500Principal().getEncoded());
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(62, new SecureRandom()).add(BigInteger.ONE),
                    Date.from(from),
                    Date.from(to),
                    name,
                    own.getPublic());
            extend(builder, own, Optional.ofNullable(signer), purposes, names);
            var key = signer == null ? own.getPrivate() : signer.key();
            String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
            return new PemPair(certificate, own.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void extend(
            X509v3CertificateBuilder builder,
            KeyPair own,
            Optional<PemPair> authority,
            List<KeyPurposeId> purposes,
            List<GeneralName> names)
            throws GeneralSecurityException, CertIOException {
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        boolean isAuthority = authority.isEmpty();
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(isAuthority ? LEAF_USAGE | KeyUsage.keyCertSign : LEAF_USAGE));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        if (isAuthority) {
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(own.getPublic()));
        } else {
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    ids.createAuthorityKeyIdentifier(
                            authority.get().certificate().getPublicKey()));
        }
        if (!purposes.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
        }
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
    }

    private KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(elliptic ? "EC" : "RSA");
        generator.initialize(elliptic ? 256 : 2048);
        return generator.generateKeyPair();
    }
}
