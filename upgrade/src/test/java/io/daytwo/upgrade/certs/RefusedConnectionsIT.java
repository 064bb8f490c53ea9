package io.daytwo.upgrade.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.PortForward;
import io.daytwo.node.rig.Netns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A network namespace for a node, the kernel's own filter, and iptables as Debian has it. */
class RefusedConnectionsIT {
    private static final Duration NOTICES = Duration.ofSeconds(2);

    /** Says every line again. */
    private static final String ECHO =
            "$| = 1; $SIG{CHLD} = 'IGNORE'; my $s = IO::Socket::INET->new(LocalPort => 6443, Listen => 9, ReuseAddr => 1)"
                    + " or die; print \"ready\\n\";"
                    + " while (1) { my $c = $s->accept or next; if (!fork) { while (<$c>) { print $c $_ } exit } close $c }";

    private static final String FROM_ITSELF = "IO::Socket::INET->new('127.0.0.1:6443') or die $!";

    private final RefusedConnections balancer = new RefusedConnections(NOTICES);
    private final List<String> tools = List.of("chroot", debian().toString());

    /** A process in the namespace, and those that it made for its clients. */
    private record EchoServer(Process process) implements AutoCloseable {
        static EchoServer in(Netns network) throws IOException {
            List<String> words = new ArrayList<>(network.inside());
            words.addAll(List.of("perl", "-MIO::Socket::INET", "-e", ECHO));
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            assertThat(said.readLine()).isEqualTo("ready");
            return new EchoServer(process);
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The testbed's own build step: the machines of the stories have this file system. */
    private static Path debian() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(root.resolve("testbed/testbed"))) {
            root = root.getParent();
        }
        CommandResult missing = NodeExecutor.local()
                .run(Command.reading(root.resolve("testbed/testbed").toString(), "check"));
        if (!missing.isSuccess()) {
            System.out.println("skipped: " + missing.stderr().strip());
            Assumptions.abort(missing.stderr());
        }
        return Path.of(NodeExecutor.local()
                .run(Command.changing(root.resolve("testbed/testbed").toString(), "step", "debian_folder")
                        .timeout(Duration.ofMinutes(15)))
                .orThrow()
                .stdout()
                .strip());
    }

    /** Commands run in the namespace, files are those of a control plane. */
    private final class InNamespace implements NodeExecutor {
        private final NodeExecutor files = new FakeControlPlane().node;
        private final List<String> program;

        InNamespace(List<String> before, String path) {
            program = new ArrayList<>(before);
            program.addAll(tools);
            program.addAll(List.of("/usr/bin/env", "PATH=" + path));
        }

        @Override
        public String name() {
            return "cp1";
        }

        @Override
        public CommandResult run(Command command) {
            return NodeExecutor.local().run(command.through(program.toArray(String[]::new)));
        }

        @Override
        public NodeFiles files() {
            return files.files();
        }

        @Override
        public PortForward forward(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NodeExecutor asRoot() {
            return this;
        }

        @Override
        public void close() {}
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader answers;

        Client(Netns network) throws IOException {
            socket.setSoTimeout(5000);
            socket.connect(new InetSocketAddress(network.address(), 6443), 2000);
            answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String echo(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(answers.readLine());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String rules(NodeExecutor cp1) {
        return cp1.run(Command.readingShell("iptables-save; ip6tables-save"))
                .orThrow()
                .stdout();
    }

    @Test
    void refusesTheNewLetsTheOldLiveAndEndsThemWhenTheBalancerHasNoticed() throws Exception {
        try (Netns network = Netns.make();
                EchoServer server = EchoServer.in(network);
                NodeExecutor cp1 = new InNamespace(network.inside(), "/usr/sbin:/usr/bin")) {
            assertThat(server.process().isAlive()).isTrue();
            refuses(network, cp1);
        }
    }

    private void refuses(Netns network, NodeExecutor cp1) throws Exception {
        try (Client old = new Client(network)) {
            assertThat(old.echo("before")).isEqualTo("before");
            assertThat(balancer.isOut(cp1)).isFalse();
            long began = System.nanoTime();
            CompletableFuture<Void> out = CompletableFuture.runAsync(() -> balancer.takeOut(cp1));
            while (!rules(cp1).contains("DAYTWO-OUT")) {
                assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(20));
            }
            assertThatThrownBy(() -> new Client(network)).as("a new one").isInstanceOf(ConnectException.class);
            assertThat(old.echo("meanwhile")).isEqualTo("meanwhile");
            assertThat(out).as("time to notice").isNotDone();
            out.get(30, TimeUnit.SECONDS);
            assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(NOTICES.toNanos());
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 5; i++) {
                            assertThat(old.echo("after")).isEqualTo("after");
                        }
                    })
                    .as("an old one")
                    .isInstanceOf(IOException.class);
        }
        assertThat(balancer.isOut(cp1)).isTrue();
        List<String> itself = new ArrayList<>(network.inside());
        itself.addAll(List.of("perl", "-MIO::Socket::INET", "-e", FROM_ITSELF));
        assertThat(NodeExecutor.local()
                        .run(Command.changing(itself.toArray(String[]::new)))
                        .isSuccess())
                .as("the node asks itself")
                .isTrue();

        balancer.takeOut(cp1);
        assertThat(rules(cp1).lines().filter(line -> line.startsWith("-A INPUT")))
                .as("said twice")
                .hasSize(2);
        balancer.putBack(cp1);
        balancer.putBack(cp1);
        assertThat(balancer.isOut(cp1)).isFalse();
        assertThat(rules(cp1)).doesNotContain("DAYTWO");
        try (Client again = new Client(network)) {
            assertThat(again.echo("again")).isEqualTo("again");
        }
    }

    @Test
    void saysThatIptablesIsMissing() {
        NodeExecutor bare = new InNamespace(List.of(), "/nowhere");
        assertThatThrownBy(() -> balancer.takeOut(bare)).isInstanceOfSatisfying(BalancerException.class, why -> {
            assertThat(why.node()).isEqualTo("cp1");
            assertThat(why.getMessage()).contains("iptables is not installed");
            assertThat(why.remedy()).contains("CertRenewal.balancer");
        });
        assertThat(balancer.isOut(bare)).isFalse();
    }
}
