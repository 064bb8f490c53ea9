package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.node.CommandFailedException.Reason;
import io.daytwo.node.NodeUnreachableException.Stage;
import io.daytwo.node.rig.Netns;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each part of a connection ends at its own deadline, and a peer that has fallen silent is noticed. */
@Timeout(90)
class SshDeadlinesTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** All deadlines are long but those a test sets. */
    private static SshConnector patient(int port) {
        return NodeExecutor.ssh("127.0.0.1")
                .noConfig()
                .noAgent()
                .port(port)
                .connectWithin(Duration.ofSeconds(50))
                .bannerWithin(Duration.ofSeconds(50))
                .authenticateWithin(Duration.ofSeconds(50))
                .channelWithin(Duration.ofSeconds(50));
    }

    @CanIgnoreReturnValue
    private static NodeUnreachableException assertEnds(Stage stage, SshConnector connector) {
        long started = System.nanoTime();
        NodeUnreachableException late = catchThrowableOfType(NodeUnreachableException.class, () -> {
            try (NodeExecutor node = connector.connect()) {
                assertThat(node.name()).isEmpty();
            }
        });
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(SHORT, Duration.ofSeconds(10));
        assertThat(late.stage()).isEqualTo(stage);
        assertThat(late.getMessage()).contains("no answer in time").endsWith(late.remedy());
        return late;
    }

    private static ServerSocket listening(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    @Test
    void connecting() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = listening(1)) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 300);
                } catch (IOException e) {
                    break;
                }
            }
            assertEnds(Stage.CONNECT, patient(full.getLocalPort()).connectWithin(SHORT));
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void aServerThatSaysNothing() throws IOException {
        try (ServerSocket silent = listening(5)) {
            assertEnds(Stage.BANNER, patient(silent.getLocalPort()).bannerWithin(SHORT));
        }
    }

    @Test
    void aServerThatSpeaksAnotherProtocolIsQuoted() throws Exception {
        try (ServerSocket mail = listening(5);
                Said said = new Said(mail, "220 mail.example.org ESMTP\r\n\r\n")) {
            SshConnector connector = patient(mail.getLocalPort()).bannerWithin(SHORT);
            assertThat(assertEnds(Stage.BANNER, connector))
                    .hasMessageContaining("it said: 220 mail.example.org ESMTP)");
            assertThat(said.failure()).isNull();
        }
    }

    @Test
    void aServerOfHttpIsKnownAtOnce() throws Exception {
        isKnownAtOnce("HTTP/1.1 400 Bad Request\r\nConnection: keep-alive\r\n\r\n", "it speaks HTTP)");
    }

    /** Its alert of a message that nobody expected; it may wait for more. */
    @Test
    void aServerOfTlsIsKnownAtOnce() throws Exception {
        isKnownAtOnce("\u0015\u0003\u0003\u0000\u0002\u0002\n", "it speaks TLS)");
    }

    private static void isKnownAtOnce(String answer, String evidence) throws Exception {
        try (ServerSocket web = listening(5);
                Said said = new Said(web, answer)) {
            long started = System.nanoTime();
            NodeUnreachableException other = catchThrowableOfType(
                    NodeUnreachableException.class,
                    () -> patient(web.getLocalPort()).connect().close());
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
            assertThat(other.stage()).isEqualTo(Stage.BANNER);
            assertThat(other).hasMessageContaining(evidence);
            assertThat(said.failure()).isNull();
        }
    }

    @Test
    void aServerThatStallsInTheKeyExchange() throws Exception {
        try (ServerSocket stalling = listening(5);
                Said said = new Said(stalling, "SSH-2.0-stalling\r\n")) {
            assertEnds(Stage.KEY_EXCHANGE, patient(stalling.getLocalPort()).authenticateWithin(SHORT));
            assertThat(said.failure()).isNull();
        }
    }

    /** Says one thing to the first who connects. */
    private static final class Said implements AutoCloseable {
        private final Thread thread;
        private Socket socket = new Socket();
        private IOException failure;

        Said(ServerSocket listener, String words) {
            thread = new Thread(() -> say(listener, words));
            thread.start();
        }

        private void say(ServerSocket listener, String words) {
            try {
                socket = listener.accept();
                socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                failure = e;
            }
        }

        IOException failure() throws InterruptedException {
            thread.join();
            return failure;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** The server sleeps after the keys are exchanged: its question to a program for keys is not answered. */
    @Test
    void aServerThatStallsInTheLogin() {
        try (Sshd sshd = Sshd.start(
                "option=AuthorizedKeysFile none",
                "option=AuthorizedKeysCommand /usr/bin/sleep 20",
                "option=AuthorizedKeysCommandUser root")) {
            SshConnector ops = sshd.as("ops");
            assertEnds(
                    Stage.AUTHENTICATION,
                    ops.connectWithin(Duration.ofSeconds(50))
                            .bannerWithin(Duration.ofSeconds(50))
                            .authenticateWithin(Duration.ofSeconds(2)));
        }
    }

    @Test
    void aServerThatFallsSilentBeforeAChannelIsOpen() {
        try (Sshd sshd = Sshd.start();
                NodeExecutor node = sshd.as("ops").channelWithin(SHORT).connect()) {
            sshd.signal("STOP", "^sshd.*: ops");
            long started = System.nanoTime();
            Throwable late = org.assertj.core.api.Assertions.catchThrowable(
                    () -> node.run(Command.changing("touch", "/tmp/never")));
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(SHORT, Duration.ofSeconds(10));
            assertThat(late).isInstanceOf(NodeUnreachableException.class);
            assertThat(((NodeUnreachableException) late).stage()).isEqualTo(Stage.CHANNEL);
            sshd.signal("CONT", "^sshd.*: ops");
        }
    }

    /** Its server stands still, or no packet of the node arrives any more; both at a time, for each takes 24 s. */
    @Test
    void aServerThatFallsSilentDuringACommandIsNoticedAndTheNextCommandConnectsAgain() throws Exception {
        try (Netns network = Netns.make();
                Sshd stopped = Sshd.start();
                Sshd cutOff = Sshd.startIn(network, "bind=0.0.0.0");
                NodeExecutor one = stopped.as("ops").connect();
                NodeExecutor other = behind(network, cutOff).connect()) {
            CompletableFuture<Void> silence =
                    CompletableFuture.runAsync(() -> isNoticed(one, () -> stopped.signal("STOP", "^sshd.*: ops")));
            isNoticed(other, network::silence);
            silence.get(60, TimeUnit.SECONDS);
            network.speak();
            for (NodeExecutor node : List.of(one, other)) {
                assertThat(node.run(Command.reading("echo", "again")).stdout()).isEqualTo("again\n");
            }
            stopped.signal("CONT", "^sshd.*: ops");
        }
    }

    private static SshConnector behind(Netns network, Sshd sshd) throws IOException {
        String known = Files.readString(sshd.knownHosts()).replace("0.0.0.0", network.address());
        return NodeExecutor.ssh(network.address())
                .noConfig()
                .noAgent()
                .port(sshd.port())
                .user("ops")
                .key(sshd.key())
                .knownHosts(Files.writeString(sshd.folder().resolve("known_from_outside"), known));
    }

    private static void isNoticed(NodeExecutor node, Runnable silence) {
        long[] begun = {0};
        Command command = Command.changing("/bin/sh", "-c", "echo; sleep 80")
                .timeout(Duration.ofSeconds(85))
                .onOutput((stream, line) -> {
                    begun[0] = System.nanoTime();
                    silence.run();
                });
        CommandFailedException lost = catchThrowableOfType(CommandFailedException.class, () -> node.run(command));
        assertThat(lost.reason()).isEqualTo(Reason.CONNECTION_LOST);
        assertThat(lost.isOutcomeUnknown()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun[0]))
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30));
    }
}
