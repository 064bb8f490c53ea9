package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.PemException.Reason;
import io.daytwo.node.NodeFiles;
import java.io.ByteArrayInputStream;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Certificates and private keys in PEM form: bundles, PKCS#8, {@code RSA PRIVATE KEY} (PKCS#1) and {@code EC PRIVATE
 * KEY} (SEC1), as kubeadm writes them. Immutable. No message and no {@link #toString()} shows any of a key.
 */
public final class PemFile {
    /** More than any bundle of certificates: a longer file is refused. */
    public static final int MOST_BYTES = 1 << 20;

    private final String path;
    private final List<X509Certificate> certificates;
    private final Optional<HeldKey> key;
    private final List<String> labels;

    private PemFile(String path, List<X509Certificate> certificates, Optional<HeldKey> key, List<String> labels) {
        this.path = path;
        this.certificates = certificates;
        this.key = key;
        this.labels = labels;
    }

    /**
     * Reads a file of a node.
     *
     * @param files the node's files
     * @param path absolute; at most 1 MiB
     * @return what it holds
     * @throws PemException if it holds no PEM that could be read
     * @throws io.daytwo.node.NodeFileException if the file could not be read
     */
    public static PemFile read(NodeFiles files, String path) {
        return parse(files.read(path, MOST_BYTES), path);
    }

    /**
     * Reads PEM.
     *
     * @param content the bytes of a file
     * @param path what errors call it
     * @return what it holds
     * @throws PemException if that is no PEM that could be read
     */
    public static PemFile parse(byte[] content, String path) {
        List<PemBlock> blocks = PemBlock.all(content, path);
        if (blocks.isEmpty()) {
            throw noBlocks(content, path);
        }
        List<X509Certificate> certificates = new ArrayList<>();
        Optional<HeldKey> key =
                blocks.stream().flatMap(block -> block.toldKey().stream()).findFirst();
        for (PemBlock block : blocks) {
            if (block.isCertificate()) {
                certificates.add(certificate(block, path));
            } else if (block.isPrivateKey() && key.isEmpty()) {
                key = Optional.of(new HeldKey.Whole(key(block, path)));
            }
        }
        List<String> labels = blocks.stream().map(PemBlock::label).toList();
        return new PemFile(path, List.copyOf(certificates), key, labels);
    }

    private static PemException noBlocks(byte[] content, String path) {
        boolean blank = true;
        for (byte b : content) {
            blank &= Character.isWhitespace(b);
        }
        if (blank) {
            return new PemException(Reason.EMPTY, path, "is empty", "Copy the file again from where it was made.");
        }
        boolean der = content[0] == 0x30;
        return new PemException(
                Reason.NOT_PEM,
                path,
                der ? "is binary (DER), not PEM" : "holds no PEM block",
                der ? "Convert it to PEM with openssl." : "Check that it is the right file.");
    }

    private static X509Certificate certificate(PemBlock block, String path) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.der()));
        } catch (CertificateException e) {
            throw new PemException(
                    Reason.BAD_CERTIFICATE,
                    path,
                    "holds a certificate that cannot be decoded",
                    "Copy the file again from where it was made.");
        }
    }

    private static PrivateKey key(PemBlock block, String path) {
        if (block.isEncrypted()) {
            throw new PemException(
                    Reason.ENCRYPTED_KEY,
                    path,
                    "is a private key that a passphrase protects",
                    "Give a key without a passphrase, as kubeadm writes them, mode 0600.");
        }
        return PrivateKeys.decode(block)
                .orElseThrow(() -> new PemException(
                        Reason.BAD_KEY,
                        path,
                        "holds a private key that cannot be decoded",
                        "Give an RSA, EC or Ed25519 key in PKCS#8, PKCS#1 or SEC1 form."));
    }

    /** {@return the file, as it was called when read} */
    public String path() {
        return path;
    }

    /** {@return its certificates in order} */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /** {@return its first private key} */
    public Optional<PrivateKey> privateKey() {
        return key.flatMap(HeldKey::secret);
    }

    /** Its first private key, or what the node told of it. */
    Optional<HeldKey> heldKey() {
        return key;
    }

    /** {@return the labels of its blocks in order, e.g. {@code CERTIFICATE}} */
    public List<String> labels() {
        return labels;
    }

    /** {@return the path and the labels; no content} */
    @Override
    public String toString() {
        return path + " " + labels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PemFile that
                && path.equals(that.path)
                && certificates.equals(that.certificates)
                && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, certificates);
    }
}
