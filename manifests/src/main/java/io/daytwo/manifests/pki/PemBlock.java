package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.PemException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One block between BEGIN and END (RFC 7468; headers as in RFC 1421). Text around blocks is ignored, as by OpenSSL. */
final class PemBlock {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String TAIL = "-----";

    private final String label;
    private final boolean encrypted;
    private final byte[] der;

    private PemBlock(String label, boolean encrypted, byte[] der) {
        this.label = label;
        this.encrypted = encrypted;
        this.der = der;
    }

    static List<PemBlock> all(byte[] content, String path) {
        List<PemBlock> blocks = new ArrayList<>();
        List<String> lines = new String(content, StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(BEGIN) && line.endsWith(TAIL)) {
                String label = line.substring(BEGIN.length(), Math.max(BEGIN.length(), line.length() - TAIL.length()));
                int end = lines.subList(i, lines.size()).indexOf(END + label + TAIL);
                if (end < 0) {
                    throw damaged(path, "holds a PEM block without its end");
                }
                blocks.add(block(label, lines.subList(i + 1, i + end), path));
                i += end;
            }
        }
        return blocks;
    }

    private static PemBlock block(String label, List<String> lines, String path) {
        boolean encrypted = label.equals("ENCRYPTED PRIVATE KEY") || lines.contains("Proc-Type: 4,ENCRYPTED");
        List<String> body = lines.stream().filter(line -> !line.contains(":")).toList();
        try {
            byte[] der = encrypted ? new byte[0] : Base64.getDecoder().decode(String.join("", body));
            return new PemBlock(label, encrypted, der);
        } catch (IllegalArgumentException e) {
            throw damaged(path, "holds a PEM block whose content is not base64");
        }
    }

    private static PemException damaged(String path, String problem) {
        return new PemException(Reason.DAMAGED, path, problem, "Copy the file again from where it was made.");
    }

    String label() {
        return label;
    }

    boolean isEncrypted() {
        return encrypted;
    }

    byte[] der() {
        return der;
    }

    boolean isCertificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE") || label.equals("TRUSTED CERTIFICATE");
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    /** What stands in place of a private key that has not left its node. */
    Optional<HeldKey> toldKey() {
        return switch (label) {
            case HeldKey.HALF -> Optional.of(new HeldKey.PublicHalf(base64()));
            case HeldKey.BEGINNING -> Optional.of(new HeldKey.RsaBeginning(base64()));
            default -> Optional.empty();
        };
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(der);
    }

    /** {@return the label; never the content, which may be a key} */
    @Override
    public String toString() {
        return label;
    }
}
