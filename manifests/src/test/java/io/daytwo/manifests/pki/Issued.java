package io.daytwo.manifests.pki;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate made for a test, and its key. */
record Issued(X509Certificate certificate, KeyPair keys) {
    static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");
    static final Instant FAR = Instant.parse("2036-01-01T00:00:00Z");

    static KeyPair rsa() {
        return generate("RSA");
    }

    static KeyPair p256() {
        return generate("EC");
    }

    private static KeyPair generate(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Issued authority(String name) {
        return authority(name, p256(), FROM, TO);
    }

    static Issued authority(String name, KeyPair keys, Instant from, Instant to) {
        return issue(null, "CN=" + name, keys, from, to, true);
    }

    Issued leaf(String subject, KeyPurposeId... usages) {
        return leaf(subject, FROM, TO, usages);
    }

    Issued leaf(String subject, Instant from, Instant to, KeyPurposeId... usages) {
        return issue(this, subject, p256(), from, to, false, usages);
    }

    Issued server(String subject, List<String> hosts, KeyPurposeId... usages) {
        return issue(this, subject, p256(), FROM, TO, false, hosts, usages);
    }

    Issued leaf(String subject, List<String> hosts, Instant from, KeyPurposeId... usages) {
        return issue(this, subject, p256(), from, TO, false, hosts, usages);
    }

    Issued intermediate(String name) {
        return issue(this, "CN=" + name, p256(), FROM, TO, true);
    }

    private static Issued issue(
            Issued signer,
            String subject,
            KeyPair keys,
            Instant from,
            Instant to,
            boolean authority,
            KeyPurposeId... usages) {
        return issue(signer, subject, keys, from, to, authority, List.of(), usages);
    }

    private static Issued issue(
            Issued signer,
            String subject,
            KeyPair keys,
            Instant from,
            Instant to,
            boolean authority,
            List<String> hosts,
            KeyPurposeId... usages) {
        X500Principal name = new X500Principal(subject);
        X500Principal issuer = signer == null ? name : signer.certificate.getSubjectX500Principal();
        PrivateKey signing = signer == null ? keys.getPrivate() : signer.keys.getPrivate();
        BigInteger serial = BigInteger.valueOf(System.nanoTime());
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer, serial, Date.from(from), Date.from(to), name, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (usages.length > 0) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usages));
            }
            if (!hosts.isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
            }
            String algorithm = signing.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return new Issued(
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signing))),
                    keys);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralNames names(List<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(
                        host.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    String certificatePem() {
        return pem(certificate);
    }

    /** {@code RSA PRIVATE KEY} or {@code EC PRIVATE KEY} with its curve, as Go writes them for kubeadm. */
    String keyPem() {
        if (!(keys.getPrivate() instanceof java.security.interfaces.ECPrivateKey elliptic)) {
            return pem(keys);
        }
        try {
            byte[] sec1 = new ECPrivateKey(256, elliptic.getS(), SECObjectIdentifiers.secp256r1).getEncoded();
            return pem(new PemObject("EC PRIVATE KEY", sec1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String pkcs8Pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    void writeTo(Path folder, String baseName) {
        write(folder.resolve(baseName + ".crt"), certificatePem(), "rw-r--r--");
        write(folder.resolve(baseName + ".key"), keyPem(), "rw-------");
    }

    @CanIgnoreReturnValue
    static Path write(Path file, String content, String mode) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
