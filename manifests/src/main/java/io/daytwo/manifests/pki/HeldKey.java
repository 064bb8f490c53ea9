package io.daytwo.manifests.pki;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** What is known of a private key: all of it, or only what the node told, its public half. Shows nothing of itself. */
sealed interface HeldKey {
    /** How {@link ReadAhead} writes a public half into a file in place of the key. */
    String HALF = "DAYTWO PUBLIC HALF";

    /** The same for the beginning of an RSA key. */
    String BEGINNING = "DAYTWO RSA BEGINNING";

    /** Whether a certificate with this public key is its own. */
    boolean isOf(PublicKey open);

    /** The key itself, if it was read. */
    default Optional<PrivateKey> secret() {
        return Optional.empty();
    }

    /** All of it. */
    record Whole(PrivateKey key) implements HeldKey {
        @Override
        public boolean isOf(PublicKey open) {
            return PrivateKeys.isPair(open, key);
        }

        @Override
        public Optional<PrivateKey> secret() {
            return Optional.of(key);
        }

        @Override
        public String toString() {
            return "a private key";
        }
    }

    /** Its public half: a SubjectPublicKeyInfo in DER, as a certificate holds it, too. */
    record PublicHalf(String base64) implements HeldKey {
        @Override
        public boolean isOf(PublicKey open) {
            return Arrays.equals(open.getEncoded(), Base64.getDecoder().decode(base64));
        }

        @Override
        public String toString() {
            return "the public half of a private key";
        }
    }

    /** Four lines of an RSA key in PKCS#1, as {@link ReadAheadScript} leaves them: a part of the modulus. */
    record RsaBeginning(String base64) implements HeldKey {
        /** Sequence, version and the head of the modulus: 3 bytes with a leading zero follow the length's two. */
        private static final int HEAD = 12;

        private static final int LENGTH_AT = 9;

        @Override
        public boolean isOf(PublicKey open) {
            byte[] start = Base64.getDecoder().decode(base64);
            byte[] modulus = open instanceof RSAPublicKey rsa ? rsa.getModulus().toByteArray() : new byte[0];
            int length = (start[LENGTH_AT] & 0xff) << 8 | (start[LENGTH_AT + 1] & 0xff);
            // toByteArray has the leading zero, too
            int compared = start.length - HEAD;
            return modulus.length == length && Arrays.equals(modulus, 1, 1 + compared, start, HEAD, start.length);
        }

        @Override
        public String toString() {
            return "the modulus of a private key";
        }
    }
}
