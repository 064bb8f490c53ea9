package io.daytwo.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A public key in SSH's own format, RFC 4253 section 6.6. */
final class HostKeyBlob {
    private HostKeyBlob() {}

    /** The key's type, e.g. {@code ssh-ed25519}. */
    static String type(byte[] blob) {
        if (blob.length < 4) {
            throw new IllegalArgumentException("blob: too short");
        }
        int length = ByteBuffer.wrap(blob).getInt();
        if (length < 1 || length > blob.length - 4) {
            throw new IllegalArgumentException("blob: no type");
        }
        return new String(blob, 4, length, StandardCharsets.US_ASCII);
    }

    /** The fingerprint as ssh and ssh-keygen print it. */
    static String fingerprint(byte[] blob) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
