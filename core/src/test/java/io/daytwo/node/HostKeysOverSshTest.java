package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.HostKeyRejectedException.Reason;
import io.daytwo.node.rig.Keygen;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostKeysOverSshTest {
    private static Sshd sshd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = Sshd.start();
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    /** The public key of a file of the rig: type and Base64. */
    private static String key(String file) throws IOException {
        String[] words = Files.readString(sshd.folder().resolve(file + ".pub")).split(" ", -1);
        return words[0] + " " + words[1];
    }

    private SshConnector knowing(String lines) throws IOException {
        return sshd.as("ops").knownHosts(Files.writeString(folder.resolve("known"), lines));
    }

    private String here() {
        return "[127.0.0.1]:" + sshd.port() + " ";
    }

    private HostKeyRejectedException refused(SshConnector connector) {
        HostKeyRejectedException refused = catchThrowableOfType(
                HostKeyRejectedException.class, () -> connector.connect().close());
        assertThat(refused).isNotNull();
        assertThat(refused.fingerprint()).startsWith("SHA256:");
        assertThat(refused.getMessage()).contains(folder.resolve("known").toString());
        assertThat(refused.remedy()).contains("ssh-keygen");
        assertThat(refused.file()).isEqualTo(folder.resolve("known"));
        return refused;
    }

    @Test
    void namesTheLineThatSpeaksAgainstAKey() throws IOException {
        String others = "# ours\n\nother.example " + key("id_ed25519") + "\n";
        HostKeyRejectedException changed = refused(knowing(others + here() + key("id_ed25519") + "\n"));
        assertThat(changed.line()).hasValue(4);
        assertThat(changed.getMessage()).contains("line 4 of " + folder.resolve("known"));
        assertThat(refused(knowing(others + "@revoked * " + key("host_ed25519")))
                        .line())
                .hasValue(4);
        assertThat(refused(knowing(others)).line()).isEmpty();
    }

    @Test
    void findsAHostAmongHashedNames() throws Exception {
        SshConnector hashed =
                knowing("other.example " + key("id_ed25519") + "\n" + here() + key("host_ed25519") + "\n");
        Keygen.run("-q", "-H", "-f", folder.resolve("known").toString());
        assertThat(folder.resolve("known")).content().contains("|1|").doesNotContain("127.0.0.1");
        hashed.connect().close();

        SshConnector changed = knowing(here() + key("id_ed25519") + "\n");
        Keygen.run("-q", "-H", "-f", folder.resolve("known").toString());
        assertThat(refused(changed).reason()).isEqualTo(Reason.CHANGED);
    }

    @Test
    void anotherMachineAtTheSameAddressAndAnotherPortIsUnknown() throws IOException {
        SshConnector other = knowing("[127.0.0.1]:" + (sshd.port() + 1) + " " + key("host_ed25519") + "\n");
        assertThat(refused(other).reason()).isEqualTo(Reason.UNKNOWN);
        knowing("127.0.0.1 " + key("host_ed25519") + "\n").connect().close();
        assertThat(refused(knowing("127.0.0.1 " + key("id_ed25519") + "\n")).reason())
                .isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void refusesAReusedAddressUnderEveryNameItIsKnownBy() throws IOException {
        // a machine that was replaced: its old key under a list of names, and under a pattern
        String old = key("id_ed25519");
        assertThat(refused(knowing("cp1.example," + here() + old)).reason()).isEqualTo(Reason.CHANGED);
        HostKeyRejectedException pattern = refused(knowing("[127.0.0.*]:* " + old));
        assertThat(pattern.reason()).isEqualTo(Reason.CHANGED);
        assertThat(pattern.line()).hasValue(1);
    }

    @Test
    void recordsNothingOfAHostItRefuses() throws IOException {
        String lines = here() + key("id_ed25519") + "\n";
        assertThat(refused(knowing(lines).acceptNew()).reason()).isEqualTo(Reason.CHANGED);
        assertThat(folder.resolve("known")).hasContent(lines);
    }

    @Test
    void refusesAnUnknownHost() throws IOException {
        assertThat(refused(knowing("")).reason()).isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void refusesAChangedKeyAlsoWhenNewOnesAreAccepted() throws IOException {
        // another machine's key at this address: changed, or the address is used again
        SshConnector other = knowing(here() + key("id_ed25519") + "\n");
        assertThat(refused(other).reason()).isEqualTo(Reason.CHANGED);
        assertThat(refused(other.acceptNew()).reason()).isEqualTo(Reason.CHANGED);
    }

    @Test
    void refusesAKeyOfAnotherTypeThanRecorded() throws IOException {
        SshConnector other = knowing(here() + key("host_rsa") + "\n");
        assertThat(refused(other).reason()).isEqualTo(Reason.OTHER_TYPE);
        assertThat(refused(other.acceptNew()).reason()).isEqualTo(Reason.OTHER_TYPE);
    }

    @Test
    void refusesARevokedKey() throws IOException {
        SshConnector revoked = knowing(here() + key("host_ed25519") + "\n@revoked * " + key("host_ed25519") + "\n");
        assertThat(refused(revoked).reason()).isEqualTo(Reason.REVOKED);
        assertThat(refused(revoked.acceptNew()).reason()).isEqualTo(Reason.REVOKED);
    }

    @Test
    void recordsANewHostOnceWhereThatIsAllowed() throws IOException {
        SshConnector connector = knowing("");
        connector.acceptNew().connect().close();
        connector.connect().close();
        assertThat(folder.resolve("known")).content().contains(key("host_ed25519"));
    }
}
