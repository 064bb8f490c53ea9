package io.daytwo.cluster;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a private key as kubeadm writes them: PKCS#1 for RSA, SEC1 for ECDSA, or PKCS#8. The first two become the third
 * by the algorithm of the certificate that belongs to them (RFC 5208, RFC 5915).
 */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END ");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    private PemKey() {}

    static PrivateKey read(String pem, PublicKey certified) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new InvalidKeySpecException("no private key that is not encrypted");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
        byte[] encoded = block.group(1).isEmpty() ? bytes : wrapped(bytes, certified);
        return KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /** Version 0, algorithm, key. */
    private static byte[] wrapped(byte[] key, PublicKey certified) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {2, 1, 0});
        content.writeBytes(algorithm(certified.getEncoded()));
        content.writeBytes(element(OCTETS, key));
        return element(SEQUENCE, content.toByteArray());
    }

    /** The first element inside a SubjectPublicKeyInfo; it is short, so its length is one byte. */
    private static byte[] algorithm(byte[] info) {
        int start = (info[1] & 0x80) == 0 ? 2 : 2 + (info[1] & 0x7f);
        byte[] algorithm = new byte[2 + info[start + 1]];
        System.arraycopy(info, start, algorithm, 0, algorithm.length);
        return algorithm;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < 0x80) {
            element.write(content.length);
        } else {
            int bytes = content.length < 0x100 ? 1 : 2;
            element.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                element.write(content.length >> shift);
            }
        }
        element.writeBytes(content);
        return element.toByteArray();
    }
}
