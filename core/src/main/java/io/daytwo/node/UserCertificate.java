package io.daytwo.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * Public keys of OpenSSH's files, and the key that a certificate belongs to. A certificate is its type, a nonce, then
 * the fields of the key without its type: OpenSSH's PROTOCOL.certkeys.
 */
final class UserCertificate {
    static final String SUFFIX = "-cert-v01@openssh.com";

    private UserCertificate() {}

    /** The key or certificate in a file of one public key; empty where there is none. */
    static Optional<byte[]> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > 1 << 20) {
                return Optional.empty();
            }
            String[] words = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .strip()
                    .split("\\s+", -1);
            if (words.length < 2) {
                return Optional.empty();
            }
            byte[] blob = Base64.getDecoder().decode(words[1]);
            return HostKeyBlob.type(blob).equals(words[0]) ? Optional.of(blob) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new SshConfigurationException(
                    file.toString(), "could not be read (" + e + ")", "Check its mode and owner.", e);
        }
    }

    /** The plain key of a certificate; anything else is returned as it is. */
    static byte[] key(byte[] blob) {
        ByteBuffer in = ByteBuffer.wrap(blob);
        String type = new String(field(in), StandardCharsets.US_ASCII);
        if (!type.endsWith(SUFFIX)) {
            return blob;
        }
        String plain = type.substring(0, type.length() - SUFFIX.length());
        byte[] unusedNonce = field(in);
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        write(key, plain.getBytes(StandardCharsets.US_ASCII));
        for (int fields = plain.equals("ssh-ed25519") ? 1 : 2; fields > 0; fields--) {
            write(key, field(in));
        }
        return key.toByteArray();
    }

    private static byte[] field(ByteBuffer in) {
        int length = in.remaining() < 4 ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("blob: torn");
        }
        byte[] field = new byte[length];
        in.get(field);
        return field;
    }

    private static void write(ByteArrayOutputStream out, byte[] field) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(field.length).array());
        out.writeBytes(field);
    }
}
