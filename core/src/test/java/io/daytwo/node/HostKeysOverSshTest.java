package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.HostKeyRejectedException.Reason;
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
        return refused;
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
