package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.NodeUnreachableException.Stage;
import io.daytwo.node.rig.Agent;
import io.daytwo.node.rig.Keygen;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AgentAndCertificatesTest {
    private static Sshd sshd;
    private static Path authority;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = Sshd.start(
                "option=AuthorizedKeysCommand /bin/cat FOLDER/authorized",
                "option=AuthorizedKeysCommandUser root",
                "option=TrustedUserCAKeys FOLDER/authority.pub",
                "option=MaxAuthTries 3");
        authority = Keygen.key(sshd.folder().resolve("authority"), "ed25519", "");
    }

    @BeforeEach
    void authorizeNobody() throws IOException {
        Files.writeString(sshd.folder().resolve("authorized"), "");
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private static void authorize(Path key) throws IOException {
        Files.copy(Path.of(key + ".pub"), sshd.folder().resolve("authorized"), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path key(String name, String type, String passphrase) {
        return Keygen.key(folder.resolve(name), type, passphrase);
    }

    private SshConnector as(String user) {
        return NodeExecutor.ssh("127.0.0.1")
                .config(config)
                .noAgent()
                .port(sshd.port())
                .user(user)
                .knownHosts(sshd.knownHosts());
    }

    private Path config;

    @BeforeEach
    void configureNothing() throws IOException {
        config = Files.writeString(folder.resolve("config"), "");
    }

    private SshAuthenticationException refused(SshConnector connector) {
        SshAuthenticationException refused = catchThrowableOfType(
                SshAuthenticationException.class, () -> connector.connect().close());
        assertThat(refused).isNotNull();
        return refused;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void logsInWithAKeyThatOnlyTheAgentHolds(String type) throws IOException {
        Path key = key("key", type, "");
        authorize(key);
        try (Agent agent = Agent.start(folder).add(key)) {
            Files.delete(key);
            as("ops").agent(agent.socket()).connect().close();
        }
    }

    @Test
    void anEncryptedKeyIsNotAskedForWhereTheAgentHoldsIt() throws IOException {
        Path key = key("key", "ed25519", "");
        authorize(key);
        try (Agent agent = Agent.start(folder).add(key)) {
            Keygen.run("-q", "-p", "-P", "", "-N", "secret", "-f", key.toString());
            Files.writeString(config, "IdentityFile " + key + "\nIdentitiesOnly yes\n");
            as("ops").agent(agent.socket()).connect().close();
            as("ops").agent(agent.socket()).key(key).connect().close();
        }
    }

    @Test
    void aPublicKeyInTheConfigurationChoosesAmongTheKeysOfTheAgent() throws IOException {
        Path right = key("right", "ed25519", "");
        authorize(right);
        try (Agent agent = Agent.start(folder)) {
            for (String name : new String[] {"a", "b", "c"}) {
                agent.add(key(name, "ed25519", ""));
            }
            agent.add(right);
            Files.delete(right);
            // sshd hangs up after three
            assertThat(refused(as("ops").agent(agent.socket())).offered()).hasSize(4);
            Files.writeString(config, "IdentityFile " + right + ".pub\nIdentityAgent " + agent.socket() + "\n");
            SshConnector chosen = NodeExecutor.ssh("127.0.0.1")
                    .config(config)
                    .port(sshd.port())
                    .user("ops")
                    .knownHosts(sshd.knownHosts());
            chosen.connect().close();
            Files.writeString(config, "IdentityFile " + right + "\nIdentitiesOnly yes\n");
            chosen.agent(agent.socket()).connect().close();
        }
    }

    @Test
    void saysThatTheAgentHoldsNoKeyForAPublicOne() {
        Path key = key("key", "ed25519", "");
        SshConnector connector = as("ops").key(Path.of(key + ".pub"));
        SshConfigurationException no = catchThrowableOfType(SshConfigurationException.class, connector::connect);
        assertThat(no).hasMessageContaining("the agent holds none for it");
        assertThat(no.remedy()).contains("ssh-add");
    }

    @Test
    void goesOnWithoutAnAgentThatIsGone() throws IOException {
        Path key = key("key", "ed25519", "");
        Files.writeString(config, "IdentityFile " + key + "\n");
        SshConnector connector = as("ops").agent(folder.resolve("nobody"));
        assertThat(refused(connector).passedOver()).singleElement().asString().contains("nobody");
        authorize(key);
        connector.connect().close();
    }

    @Test
    void goesOnWithoutAnAgentThatDoesNotAnswer() throws IOException {
        Path key = key("key", "ed25519", "");
        authorize(key);
        Files.writeString(config, "IdentityFile " + key + "\n");
        Path socket = folder.resolve("silent");
        try (ServerSocketChannel silent =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket))) {
            assertThat(silent.isOpen()).isTrue();
            SshConnector connector = as("ops").agent(socket).authenticateWithin(Duration.ofSeconds(2));
            connector.connect().close();
            Thread.currentThread().interrupt();
            NodeUnreachableException interrupted =
                    catchThrowableOfType(NodeUnreachableException.class, connector::connect);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted.stage()).isEqualTo(Stage.CONNECT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void logsInWithACertificateBesideTheKey(String type) {
        Path key = key("key", type, "secret");
        SshConnector connector = as("ops").key(key).passphrase(file -> "secret".toCharArray());
        assertThat(refused(connector).offered()).containsExactly(key.toString());
        Path certificate = Keygen.certificate(authority, key, "ops");
        connector.connect().close();
        assertThat(refused(connector.user("bash")).offered()).containsExactly(certificate.toString(), key.toString());
    }

    @Test
    void refusesAnExpiredUserCertificate() {
        Path key = key("key", "ed25519", "");
        Path certificate = Keygen.certificate(authority, key, "ops", "-V", "20200101:20210101");
        assertThat(refused(as("ops").key(key)).offered()).containsExactly(certificate.toString(), key.toString());
    }

    @Test
    void offersACertificateOnlyWithTheKeyItBelongsTo() throws IOException {
        Path first = key("first", "ed25519", "");
        Path second = key("second", "ecdsa", "");
        Path certificate = folder.resolve("elsewhere.pub");
        Files.move(Keygen.certificate(authority, second, "ops"), certificate);
        Files.writeString(config, "CertificateFile " + certificate + "\n");
        assertThat(refused(as("bash").key(first).key(second)).offered())
                .containsExactly(first.toString(), certificate.toString(), second.toString());
        as("ops").key(first).key(second).connect().close();

        Files.copy(certificate, Path.of(first + "-cert.pub"));
        assertThat(refused(as("ops").key(first)).offered()).containsExactly(first.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void logsInWithACertificateInTheAgent(String type) throws IOException {
        Path key = key("key", type, "");
        Keygen.certificate(authority, key, "ops");
        try (Agent agent = Agent.start(folder).add(key)) {
            Files.delete(key);
            as("ops").agent(agent.socket()).connect().close();
        }
    }
}
