package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.daytwo.node.HostKeyRejectedException.Reason;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The library is told, for this whole JVM, to trust whoever answers; nothing of ours may listen to that. */
@Timeout(60)
class HostKeyVerifierTest {
    private static Sshd sshd;
    private static String strict;

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

    @BeforeEach
    void trustEverybody() {
        strict = JSch.getConfig("StrictHostKeyChecking");
        JSch.setConfig("StrictHostKeyChecking", "no");
    }

    @AfterEach
    void asBefore() {
        JSch.setConfig("StrictHostKeyChecking", strict);
    }

    private SshConnector knowingNobody() throws IOException {
        return sshd.as("ops").knownHosts(Files.writeString(folder.resolve("known"), ""));
    }

    private static Reason reason(SshConnector connector) {
        HostKeyRejectedException refused = catchThrowableOfType(
                HostKeyRejectedException.class, () -> connector.connect().close());
        assertThat(refused).isNotNull();
        return refused.reason();
    }

    @Test
    void theLibraryWouldTrustTheServer() throws JSchException {
        Session session = new JSch().getSession("ops", "127.0.0.1", sshd.port());
        JSchException refused = catchThrowableOfType(JSchException.class, () -> session.connect(10_000));
        assertThat(refused).hasMessageStartingWith("Auth");
    }

    @Test
    void oursDoesNot() throws IOException {
        assertThat(reason(knowingNobody())).isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void norWhereAConfigurationSaysSo() throws IOException {
        Path config = Files.writeString(
                folder.resolve("config"),
                "StrictHostKeyChecking no\nCheckHostIP no\nUserKnownHostsFile /dev/null\nVerifyHostKeyDNS yes\n");
        assertThat(reason(knowingNobody().config(config))).isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void norOnTheWayThroughAJumpHost() throws IOException {
        assertThat(reason(sshd.as("ops").jump(knowingNobody()))).isEqualTo(Reason.UNKNOWN);
        assertThat(reason(knowingNobody().jump(sshd.as("ops")))).isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void norWhenALostConnectionIsMadeAgain() throws IOException {
        Path known = Files.copy(sshd.knownHosts(), folder.resolve("known"));
        try (NodeExecutor node = sshd.as("ops").knownHosts(known).connect()) {
            assertThat(node.run(Command.reading("true")).exitStatus()).isZero();
            Files.writeString(known, "");
            sshd.signal("KILL", "^sshd.*: ops");
            Throwable lost = catchThrowable(() -> node.run(Command.reading("true")));
            assertThat(lost)
                    .isInstanceOfAny(
                            HostKeyRejectedException.class,
                            CommandFailedException.class,
                            NodeUnreachableException.class);
            assertThat(catchThrowable(() -> node.run(Command.reading("true"))))
                    .isInstanceOf(HostKeyRejectedException.class);
        }
    }

    @Test
    void everySessionIsPreparedWithOurCheck() throws IOException, JSchException {
        SshTarget target = knowingNobody().target();
        HostKeyCheck check = new HostKeyCheck(new KnownHosts(List.of(folder.resolve("none"))), "h", "h", "h", false);
        Session session = SshSession.prepare(new JSch(), target, check);
        assertThat(session.getHostKeyRepository()).isSameAs(check);
        assertThat(session.getConfig("StrictHostKeyChecking")).isEqualTo("yes");
    }
}
