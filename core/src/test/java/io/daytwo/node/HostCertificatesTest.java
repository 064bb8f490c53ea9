package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.HostKeyRejectedException.Reason;
import io.daytwo.node.rig.Keygen;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** sshd reads its certificate anew for each connection. */
@Timeout(60)
class HostCertificatesTest {
    private static Sshd sshd;
    private static Path authority;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = Sshd.start("option=HostCertificate FOLDER/host_ed25519-cert.pub");
        authority = Keygen.key(sshd.folder().resolve("authority"), "ed25519", "");
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private static String publicKey(Path key) throws IOException {
        String[] words = Files.readString(Path.of(key + ".pub")).split(" ", -1);
        return words[0] + " " + words[1] + "\n";
    }

    /** Puts a certificate where sshd reads it, whole at once. */
    private void certify(Path by, String principals, String... more) throws IOException {
        Path key = folder.resolve("host");
        Files.copy(
                sshd.folder().resolve("host_ed25519.pub"), Path.of(key + ".pub"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(
                Keygen.certificate(by, key, principals, more),
                sshd.folder().resolve("host_ed25519-cert.pub"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private SshConnector trusting(String line) throws IOException {
        return sshd.as("ops").knownHosts(Files.writeString(folder.resolve("known"), line));
    }

    private SshConnector trusting() throws IOException {
        return trusting("@cert-authority * " + publicKey(authority));
    }

    private HostKeyRejectedException refused(SshConnector connector) {
        HostKeyRejectedException refused = catchThrowableOfType(
                HostKeyRejectedException.class, () -> connector.connect().close());
        assertThat(refused).isNotNull();
        assertThat(refused.file()).isEqualTo(folder.resolve("known"));
        return refused;
    }

    private void refusedAsBad(String evidence) throws IOException {
        for (SshConnector connector : new SshConnector[] {trusting(), trusting().acceptNew()}) {
            HostKeyRejectedException refused = refused(connector);
            assertThat(refused.reason()).isEqualTo(Reason.BAD_CERTIFICATE);
            assertThat(refused.line()).hasValue(1);
            assertThat(refused.getMessage()).contains(evidence);
            assertThat(refused.remedy()).contains("-n 127.0.0.1 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "cp1.example,127.0.0.1", "127.0.0.*"})
    void acceptsWhatTheAuthorityCertifiedForThisHost(String principals) throws IOException {
        certify(authority, principals, "-h");
        trusting().connect().close();
        assertThat(folder.resolve("known")).hasContent("@cert-authority * " + publicKey(authority));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.*", "[127.0.0.1]:PORT"})
    void anAuthorityOfTheHostCountsAtAnyPort(String pattern) throws IOException {
        certify(authority, "127.0.0.1", "-h");
        String names = pattern.replace("PORT", Integer.toString(sshd.port()));
        trusting("@cert-authority " + names + " " + publicKey(authority))
                .connect()
                .close();
    }

    @Test
    void anAuthorityOfOtherHostsDoesNotCount() throws IOException {
        certify(authority, "127.0.0.1", "-h");
        assertThat(refused(trusting("@cert-authority *.example " + publicKey(authority)))
                        .reason())
                .isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void refusesACertificateForAnotherHost() throws IOException {
        certify(authority, "cp2.example", "-h");
        refusedAsBad("cp2.example");
    }

    @Test
    void refusesAnExpiredCertificate() throws IOException {
        certify(authority, "127.0.0.1", "-h", "-V", "20200101:20210101");
        refusedAsBad("expired");
    }

    @Test
    void refusesACertificateThatIsNotYetValid() throws IOException {
        certify(authority, "127.0.0.1", "-h", "-V", "20500101:20510101");
        refusedAsBad("not yet valid");
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws IOException {
        certify(Keygen.key(folder.resolve("stranger"), "ed25519", ""), "127.0.0.1", "-h");
        refusedAsBad("not in the known hosts");
    }

    @Test
    void refusesACertificateOfARevokedAuthority() throws IOException {
        certify(authority, "127.0.0.1", "-h");
        String line = "@cert-authority * " + publicKey(authority);
        HostKeyRejectedException refused = refused(trusting(line + "\n@revoked * " + publicKey(authority)));
        assertThat(refused.reason()).isEqualTo(Reason.REVOKED);
        assertThat(refused.line()).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "127.0.0.1"})
    void refusesACertifiedKeyThatIsRevoked(String names) throws IOException {
        certify(authority, "127.0.0.1", "-h");
        String revoked = "@revoked " + names + " " + publicKey(sshd.folder().resolve("host_ed25519"));
        HostKeyRejectedException refused = refused(trusting("@cert-authority * " + publicKey(authority) + revoked));
        assertThat(refused.reason()).isEqualTo(Reason.REVOKED);
        assertThat(refused.line()).hasValue(2);
    }

    @Test
    void refusesAHostWithoutACertificateWhereAnAuthorityIsNamed() throws IOException {
        Files.deleteIfExists(sshd.folder().resolve("host_ed25519-cert.pub"));
        for (SshConnector connector : new SshConnector[] {trusting(), trusting().acceptNew()}) {
            HostKeyRejectedException refused = refused(connector);
            assertThat(refused.reason()).isEqualTo(Reason.UNCERTIFIED);
            assertThat(refused.line()).hasValue(1);
        }
    }

    @Test
    void aRecordedKeyCountsAlsoWithABadCertificate() throws IOException {
        certify(authority, "cp2.example", "-h");
        String recorded =
                "[127.0.0.1]:" + sshd.port() + " " + publicKey(sshd.folder().resolve("host_ed25519"));
        trusting("@cert-authority * " + publicKey(authority) + recorded)
                .connect()
                .close();
    }
}
