package io.daytwo.manifests.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.manifests.pki.PemException.Reason;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.Test;

class PemFileTest {
    private static final Issued ELLIPTIC = Issued.authority("etcd-ca");
    private static final Issued RSA = Issued.authority("kubernetes", Issued.rsa(), Issued.FROM, Issued.TO);

    private static PemFile parse(String text) {
        return PemFile.parse(text.getBytes(StandardCharsets.UTF_8), "/pki/file");
    }

    private static PemException failure(String text) {
        PemException error = catchThrowableOfType(PemException.class, () -> parse(text));
        assertThat(error.path()).isEqualTo("/pki/file");
        assertThat(error.getMessage()).startsWith("/pki/file ").endsWith(error.remedy());
        return error;
    }

    @Test
    void readsKeysInEveryFormKubeadmAndOpensslWrite() throws NoSuchAlgorithmException {
        assertThat(RSA.keyPem()).contains("BEGIN RSA PRIVATE KEY");
        assertThat(ELLIPTIC.keyPem()).contains("BEGIN EC PRIVATE KEY");
        for (Issued issued : new Issued[] {RSA, ELLIPTIC}) {
            assertThat(PrivateKeys.isPair(issued.keys().getPublic(), key(issued.keyPem())))
                    .isTrue();
            assertThat(PrivateKeys.isPair(issued.keys().getPublic(), key(issued.pkcs8Pem())))
                    .isTrue();
            assertThat(PrivateKeys.isPair(Issued.p256().getPublic(), key(issued.keyPem())))
                    .isFalse();
        }
        Issued edwards = new Issued(
                ELLIPTIC.certificate(), KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        assertThat(PrivateKeys.isPair(edwards.keys().getPublic(), key(edwards.pkcs8Pem())))
                .isTrue();
        assertThat(PrivateKeys.isPair(RSA.keys().getPublic(), key(edwards.pkcs8Pem())))
                .isFalse();
    }

    private static PrivateKey key(String pem) {
        return parse(pem).privateKey().orElseThrow();
    }

    @Test
    void readsBundlesWithTextAroundAndWindowsLineEnds() {
        String bundle = "# CA\nsubject=x\n" + RSA.certificatePem() + "\nnext\n" + ELLIPTIC.certificatePem();
        assertThat(parse(bundle.replace("\n", "\r\n")).certificates())
                .containsExactly(RSA.certificate(), ELLIPTIC.certificate());
    }

    @Test
    void aFileWithCertificateAndKeyGivesBoth() {
        PemFile both = parse(ELLIPTIC.certificatePem() + ELLIPTIC.keyPem());
        assertThat(both.certificates()).hasSize(1);
        assertThat(both.privateKey()).isPresent();
        assertThat(both.labels()).containsExactly("CERTIFICATE", "EC PRIVATE KEY");
    }

    @Test
    void tellsWhyAFileIsNoPem() {
        assertThat(failure("").reason()).isEqualTo(Reason.EMPTY);
        assertThat(failure(" \n\t\r\n").reason()).isEqualTo(Reason.EMPTY);
        assertThat(failure("apiVersion: v1\n").reason()).isEqualTo(Reason.NOT_PEM);
        assertThat(failure("-----BEGIN CERTIFICATE-----\nMIIB\n").reason()).isEqualTo(Reason.DAMAGED);
        assertThat(failure("-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----")
                        .reason())
                .isEqualTo(Reason.DAMAGED);
        assertThat(failure("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")
                        .reason())
                .isEqualTo(Reason.BAD_CERTIFICATE);
        assertThat(failure("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----")
                        .reason())
                .isEqualTo(Reason.BAD_KEY);
    }

    @Test
    void recognisesDer() throws Exception {
        PemException error = catchThrowableOfType(
                PemException.class, () -> PemFile.parse(RSA.certificate().getEncoded(), "/pki/file"));
        assertThat(error.reason()).isEqualTo(Reason.NOT_PEM);
        assertThat(error.remedy()).contains("openssl");
    }

    @Test
    void refusesKeysThatAPassphraseProtects() throws Exception {
        StringWriter legacy = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(legacy)) {
            writer.writeObject(
                    RSA.keys().getPrivate(),
                    new JcePEMEncryptorBuilder("AES-128-CBC")
                            .setProvider(new BouncyCastleProvider())
                            .build("secret".toCharArray()));
        }
        assertThat(legacy.toString()).contains("Proc-Type: 4,ENCRYPTED");
        assertThat(failure(legacy.toString()).reason()).isEqualTo(Reason.ENCRYPTED_KEY);
        String modern = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----";
        assertThat(failure(modern).reason()).isEqualTo(Reason.ENCRYPTED_KEY);
    }

    @Test
    void damagedKeysAreRefusedAndNeverQuoted() {
        Random random = new Random(7);
        for (Issued issued : new Issued[] {RSA, ELLIPTIC}) {
            byte[] der = Base64.getMimeDecoder()
                    .decode(issued.keyPem()
                            .lines()
                            .filter(line -> !line.startsWith("-"))
                            .reduce("", String::concat));
            for (int i = 0; i < 400; i++) {
                byte[] mutant = Arrays.copyOf(der, i % 3 == 0 ? random.nextInt(der.length) : der.length);
                if (mutant.length > 0) {
                    mutant[random.nextInt(Math.min(mutant.length, 40))] ^= (byte) (1 << random.nextInt(8));
                }
                onlyTyped(issued.keyPem().lines().findFirst().orElseThrow(), mutant);
            }
        }
    }

    private static void onlyTyped(String begin, byte[] der) {
        String base64 = Base64.getEncoder().encodeToString(der);
        try {
            PemFile read = parse(begin + "\n" + base64 + "\n" + begin.replace("BEGIN", "END"));
            assertThat(read.toString()).doesNotContain("privateExponent").hasSizeLessThan(60);
        } catch (PemException e) {
            assertThat(e.getCause()).isNull();
            assertThat(e.getMessage().length()).isLessThan(200);
        }
    }

    @Test
    void randomBytesAreRefusedTyped() {
        byte[] noise = new byte[1 << 16];
        new SecureRandom().nextBytes(noise);
        noise[0] = 1;
        PemException error = catchThrowableOfType(PemException.class, () -> PemFile.parse(noise, "/pki/file"));
        assertThat(error.reason()).isEqualTo(Reason.NOT_PEM);
    }

    @Test
    void showsPathAndLabelsOnly() {
        assertThat(parse(ELLIPTIC.keyPem())).hasToString("/pki/file [EC PRIVATE KEY]");
    }
}
