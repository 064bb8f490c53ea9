package io.daytwo.manifests.pki;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** Private keys as kubeadm, OpenSSL and cert tools write them, read with the JDK alone. */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PrivateKeys() {}

    static Optional<PrivateKey> decode(PemBlock block) {
        return switch (block.label()) {
            case "PRIVATE KEY" -> fromPkcs8(block.der());
            case "RSA PRIVATE KEY" -> fromPkcs8(Der.pkcs8OfRsa(block.der()));
            case "EC PRIVATE KEY" -> Der.pkcs8OfEc(block.der()).flatMap(PrivateKeys::fromPkcs8);
            default -> Optional.empty();
        };
    }

    private static Optional<PrivateKey> fromPkcs8(byte[] pkcs8) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        return ALGORITHMS.stream()
                .map(algorithm -> generate(algorithm, spec))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<PrivateKey> generate(String algorithm, PKCS8EncodedKeySpec spec) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
        } catch (GeneralSecurityException e) {
            // Not a key of this algorithm. The exception may quote what it read, so it goes no further.
            return Optional.empty();
        }
    }

    /** Whether they are two halves of one pair: what one signs, the other verifies. */
    static boolean isPair(PublicKey open, PrivateKey secret) {
        if (open instanceof RSAKey a && secret instanceof RSAKey b) {
            return a.getModulus().equals(b.getModulus());
        }
        try {
            byte[] challenge = new byte[32];
            new SecureRandom().nextBytes(challenge);
            Signature signer = Signature.getInstance(signature(secret));
            signer.initSign(secret);
            signer.update(challenge);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(signature(open));
            verifier.initVerify(open);
            verifier.update(challenge);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String signature(Key key) {
        return key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA";
    }
}
