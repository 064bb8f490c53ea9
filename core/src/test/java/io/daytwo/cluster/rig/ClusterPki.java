package io.daytwo.cluster.rig;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** One authority, and the certificates of servers and users that it signs. */
public final class ClusterPki {
    private static final Duration VALID = Duration.ofDays(2);

    private final Pair authority =
            issue(null, "CN=kubernetes", "RSA", Instant.now().plus(VALID));

    /** A certificate with its key, both as PEM. */
    public record Pair(X509Certificate certificate, KeyPair keys) {
        public String certificatePem() {
            return pem(certificate);
        }

        public String keyPem() {
            return pem(keys.getPrivate());
        }

        void write(Path folder, String base) {
            try {
                Files.writeString(folder.resolve(base + ".crt"), certificatePem());
                Files.writeString(folder.resolve(base + ".key"), keyPem());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public String caPem() {
        return authority.certificatePem();
    }

    public X509Certificate authority() {
        return authority.certificate();
    }

    /** For clients and servers alike, valid for 127.0.0.1. */
    public Pair issue(String subject, String algorithm, Instant until) {
        return issue(authority, subject, algorithm, until);
    }

    /** A user as Kubernetes reads certificates: CN is the name, O the group. */
    public Pair user(String name, String group) {
        return issue("O=" + group + ",CN=" + name, "RSA", Instant.now().plus(VALID));
    }

    /** As kubeadm writes it, everything in the file. */
    public String kubeconfig(String server, Pair user) {
        return kubeconfig(server, caPem(), user);
    }

    public static String kubeconfig(String server, String ca, Pair user) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: kubernetes
                  cluster:
                    certificate-authority-data: %s
                    server: %s
                contexts:
                - name: user@kubernetes
                  context: {cluster: kubernetes, user: user}
                current-context: user@kubernetes
                users:
                - name: user
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                """.formatted(base64(ca), server, base64(user.certificatePem()), base64(user.keyPem()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Pair issue(Pair signer, String subject, String algorithm, Instant until) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            KeyPair keys = generator.generateKeyPair();
            X500Name issuer = signer == null
                    ? new X500Name(subject)
                    : X500Name.getInstance(
                            signer.certificate().getSubjectX500Principal().getEncoded());
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            new BigInteger(62, new SecureRandom()).add(BigInteger.ONE),
                            Date.from(Instant.now().minus(VALID)),
                            Date.from(until),
                            new X500Name(subject),
                            keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(signer == null));
            if (signer != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                            KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
                        }))
                        .addExtension(
                                Extension.subjectAlternativeName,
                                false,
                                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            }
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA")
                            .build((signer == null ? keys : signer.keys()).getPrivate())));
            return new Pair(certificate, keys);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static List<String> files(Path folder) {
        return List.of(
                "--client-ca-file=" + folder.resolve("ca.crt"),
                "--tls-cert-file=" + folder.resolve("server.crt"),
                "--tls-private-key-file=" + folder.resolve("server.key"),
                "--service-account-key-file=" + folder.resolve("sa.key"),
                "--service-account-signing-key-file=" + folder.resolve("sa.key"));
    }
}
