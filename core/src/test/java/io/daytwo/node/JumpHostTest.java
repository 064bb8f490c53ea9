package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.HostKeyRejectedException.Reason;
import io.daytwo.node.NodeUnreachableException.Stage;
import io.daytwo.node.rig.Netns;
import io.daytwo.node.rig.Sshd;
import io.daytwo.retry.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The node listens where only its jump host can reach it: on the loopback of a network namespace. */
@Timeout(60)
class JumpHostTest {
    private static Netns network;
    private static Sshd jump;
    private static Sshd inner;

    @TempDir
    Path folder;

    private Path known;
    private Path config;

    @BeforeAll
    static void start() {
        network = Netns.make();
        jump = Sshd.startIn(network, "bind=0.0.0.0");
        inner = Sshd.startIn(network);
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable made : new AutoCloseable[] {inner, jump, network}) {
            try {
                if (made != null) {
                    made.close();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeEach
    void configure() throws IOException {
        known = Files.writeString(folder.resolve("known"), jumpKey() + innerKey());
        config = Files.writeString(folder.resolve("config"), """
                Host bastion
                  HostName JUMP
                  Port JPORT
                  IdentityFile JKEY
                Host cp1
                  HostName 127.0.0.1
                  Port IPORT
                  IdentityFile IKEY
                  ProxyJump bastion
                Host twice
                  HostName 127.0.0.1
                  Port IPORT
                  IdentityFile IKEY
                  ProxyJump bastion,ops@bastion-again
                Host bastion-again
                  HostName 127.0.0.1
                  Port JPORT
                  IdentityFile JKEY
                Host *
                  User ops
                  UserKnownHostsFile KNOWN
                """.replace("JUMP", network.address())
                .replace("JPORT", Integer.toString(jump.port()))
                .replace("IPORT", Integer.toString(inner.port()))
                .replace("JKEY", jump.key().toString())
                .replace("IKEY", inner.key().toString())
                .replace("KNOWN", known.toString()));
    }

    private static String jumpKey() throws IOException {
        String line = Files.readString(jump.knownHosts());
        return line.replace("0.0.0.0", network.address()) + line.replace("0.0.0.0", "127.0.0.1");
    }

    private static String innerKey() throws IOException {
        return Files.readString(inner.knownHosts());
    }

    private SshConnector to(String host) {
        return NodeExecutor.ssh(host).config(config).noAgent();
    }

    private void isInside(SshConnector connector) {
        try (NodeExecutor node = connector.connect()) {
            byte[] content = "through\n".getBytes(StandardCharsets.UTF_8);
            assertThat(node.run(Command.reading("cat").stdin(content)).stdout()).isEqualTo("through\n");
            assertThat(node.run(Command.readingShell("echo $SSH_CONNECTION")).stdout())
                    .startsWith("127.0.0.1 ")
                    .endsWith(" 127.0.0.1 " + inner.port() + "\n");
        }
    }

    @Test
    void theNodeIsNotReachedWithoutTheJumpHost() {
        SshConnector direct =
                inner.as("ops").connectWithin(Duration.ofSeconds(2)).bannerWithin(Duration.ofSeconds(2));
        NodeUnreachableException unreachable = catchThrowableOfType(
                NodeUnreachableException.class, () -> direct.connect().close());
        assertThat(unreachable.stage()).isEqualTo(Stage.CONNECT);
    }

    @Test
    void goesTheWayTheConfigurationNames() {
        isInside(to("cp1"));
        isInside(to("twice"));
    }

    @Test
    void goesTheWayTheCallerNames() {
        isInside(inner.as("ops").knownHosts(known).jump(to("bastion")));
    }

    @Test
    void checksTheKeyOfTheJumpHost() throws IOException {
        Files.writeString(known, innerKey());
        HostKeyRejectedException refused = catchThrowableOfType(
                HostKeyRejectedException.class, () -> to("cp1").connect().close());
        assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(refused.node()).isEqualTo("bastion");
    }

    @Test
    void checksTheKeyOfTheNodeBehindIt() throws IOException {
        Files.writeString(known, jumpKey());
        HostKeyRejectedException refused = catchThrowableOfType(
                HostKeyRejectedException.class, () -> to("cp1").connect().close());
        assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(refused.node()).isEqualTo("cp1");
        assertThat(refused.host()).isEqualTo("[127.0.0.1]:" + inner.port());
    }

    @Test
    void saysWhichHostIsNotReached() {
        SshConnector nowhere = NodeExecutor.ssh("127.0.0.1")
                .config(config)
                .noAgent()
                .name("cp9")
                .port(1)
                .jump(to("bastion"));
        NodeUnreachableException unreachable = catchThrowableOfType(
                NodeUnreachableException.class, () -> nowhere.connect().close());
        assertThat(unreachable).hasMessageContaining("cp9");
    }

    @Test
    void connectsAgainWhenTheJumpHostWasGone() throws IOException {
        try (NodeExecutor node = to("cp1").connect()) {
            assertThat(node.run(Command.reading("true")).exitStatus()).isZero();
            long logins = logins();
            jump.signal("KILL", "^sshd.*: ops");
            boolean again =
                    Await.forThat("a new way").every(Duration.ofMillis(50)).until(() -> answers(node), is -> is);
            assertThat(again).isTrue();
            assertThat(logins()).isGreaterThan(logins);
        }
    }

    private static long logins() throws IOException {
        return inner.log().lines().filter(line -> line.contains("Accepted ")).count();
    }

    private static boolean answers(NodeExecutor node) {
        try {
            return node.run(Command.reading("true")).exitStatus() == 0;
        } catch (NodeUnreachableException | CommandFailedException e) {
            return false;
        }
    }
}
