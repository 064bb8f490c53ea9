package io.daytwo.etcd.rig;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate with its key. */
public record PemPair(X509Certificate certificate, PrivateKey key) {
    /** Writes {@code BASE.crt} (0644) and {@code BASE.key} (0600), the key as PKCS#1 or SEC1 like kubeadm. */
    public void writeTo(Path folder, String base) {
        write(folder.resolve(base + ".crt"), certificate, "rw-r--r--");
        write(folder.resolve(base + ".key"), pem(), "rw-------");
    }

    /** SEC1 as Go writes it: with curve and public key, which the JDK's encoding leaves out. */
    private Object pem() {
        if (!(key instanceof java.security.interfaces.ECPrivateKey elliptic)) {
            return key;
        }
        byte[] point = SubjectPublicKeyInfo.getInstance(
                        certificate.getPublicKey().getEncoded())
                .getPublicKeyData()
                .getBytes();
        try {
            return new PemObject(
                    "EC PRIVATE KEY",
                    new ECPrivateKey(256, elliptic.getS(), new DERBitString(point), SECObjectIdentifiers.secp256r1)
                            .getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes one PEM object, its folders included. */
    static void write(Path file, Object content, String mode) {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(content);
            writer.flush();
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, pem.toString());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
