package io.daytwo.plan;

import io.daytwo.node.Command;
import io.daytwo.node.DetachedCommand;
import io.daytwo.node.DetachedCommands;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.NodeFiles;
import io.daytwo.node.SshConnector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Operations on a node behind a real sshd that handle secrets, in a JVM of its own: {@code FOLDER SEED PORT
 * FOLDER-OF-SSHD}; otherwise like {@link SecretSuite}.
 */
final class SecretsOverSsh {
    /** Kinds of operations; which one a secret gets is told by its place. */
    static final int WAYS = 6;

    /** The way that shows a secret to other users of the node, in the arguments of processes: its caller's affair. */
    static final int ARGUMENT = 2;

    static final int PASSPHRASE = 5;

    private static final String SAYS = "sleep 0.3; cat >&2; exit 3";

    private final StringWriter heard = new StringWriter();
    private final PrintWriter out = new PrintWriter(heard);
    private final Path root;
    private final Path keys;
    private final SshConnector connector;

    private SecretsOverSsh(Path root, int port, Path sshd) {
        this.root = root;
        this.keys = sshd;
        this.connector = NodeExecutor.ssh("127.0.0.1")
                .noConfig()
                .noAgent()
                .port(port)
                .user("ops")
                .knownHosts(sshd.resolve("known_hosts"));
    }

    public static void main(String[] args) throws IOException {
        Path root = Files.createDirectories(Path.of(args[0]));
        Map<String, String> secrets = Planted.secrets(Long.parseLong(args[1]));
        SecretsOverSsh suite = new SecretsOverSsh(root, Integer.parseInt(args[2]), Path.of(args[3]));
        LoggerFactory.getLogger(SecretsOverSsh.class).trace("begins");
        try (NodeExecutor ops =
                        suite.connector.key(suite.keys.resolve("id_ed25519")).connect();
                NodeExecutor asRoot = ops.asRoot()) {
            for (int i = 0; i < Planted.KINDS.size(); i++) {
                String secret = secrets.get(Planted.KINDS.get(i));
                suite.operation(i, secret, i / WAYS % 2 == 0 ? asRoot : ops, asRoot);
            }
        }
        Files.writeString(root.resolve("heard.txt"), suite.heard.toString());
    }

    private void operation(int number, String secret, NodeExecutor node, NodeExecutor asRoot) throws IOException {
        switch (number % WAYS) {
            case 0 -> told(node, Command.changing("sh", "-c", SAYS).stdin(secret), secret);
            case 1 ->
                told(
                        node,
                        Command.changing("sh", "-c", "sleep 0.3; echo $S >&2; exit 3")
                                .environment("S", secret),
                        secret);
            case ARGUMENT -> {
                told(node, Command.changing("daytwo-no-such-program", "--token=" + secret), secret);
                told(node, Command.changing("ls", "/srv/" + secret), secret);
                Duration soon = Duration.ofMillis(500);
                told(node, Command.changing("sh", "-c", "sleep 4", secret).timeout(soon), secret);
            }
            case 3 -> files(asRoot.files(), "/root/f" + number, secret);
            case 4 -> detached(asRoot, "d" + number, secret);
            default -> keys(keys.resolve("k" + number), secret);
        }
    }

    private void told(NodeExecutor node, Command command, String secret) {
        Command careful = command.redacting(secret);
        quietly(() -> {
            out.println(careful);
            out.println(node.run(careful));
            return node.run(careful).orThrow();
        });
    }

    private void files(NodeFiles files, String path, String secret) {
        byte[] content = ("key: " + secret + "\n").getBytes(StandardCharsets.UTF_8);
        quietly(() -> {
            files.create(path, content, 0600);
            files.replace(path, content);
            return files.stat(path) + files.sha256(path) + files.read(path, 100).length;
        });
        quietly(() -> {
            files.create(path, content, 0600);
            return "twice";
        });
        quietly(() -> files.read(path, 10));
        quietly(() -> {
            files.create("/proc/none", content, 0600);
            return "where nothing is created";
        });
        Path source = SecretSuite.write(root.resolve("confs" + path.replace('/', '-')), secret);
        quietly(() -> {
            files.upload(source, path + ".up", event -> out.println(event));
            files.download(path + ".up", root.resolve("confs-down" + path.replace('/', '-')), event -> {});
            return "copied";
        });
    }

    private void detached(NodeExecutor asRoot, String name, String secret) {
        DetachedCommands commands = DetachedCommands.on(asRoot);
        Command command = Command.changing("sh", "-c", "cat >&2; echo $S >&2; sleep 0.3; exit 4")
                .stdin(secret)
                .environment("S", secret)
                .redacting(secret);
        quietly(() -> {
            DetachedCommand begun = commands.start(name, command);
            out.println(begun + " " + begun.state());
            return begun.await(Duration.ofSeconds(30)).orThrow();
        });
        quietly(() -> commands.start(name, command));
    }

    /** Locked by the secret: opened and refused, opened wrongly, damaged; and one that is nothing but the secret. */
    private void keys(Path key, String secret) throws IOException {
        quietly(() ->
                connector.key(key).passphrase(file -> secret.toCharArray()).connect());
        quietly(() -> connector
                .key(key)
                .passphrase(file -> (secret + "x").toCharArray())
                .connect());
        String text = Files.readString(key);
        for (String damaged : new String[] {
            text.substring(0, text.length() / 2),
            "-----BEGIN OPENSSH PRIVATE KEY-----\n" + secret + "\n-----END OPENSSH PRIVATE KEY-----\n",
            "-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: " + secret + "\n\n" + secret + "\n",
            "PuTTY-User-Key-File-3: " + secret + "\nEncryption: " + secret + "\nComment: " + secret + "\n",
            secret + "\n"
        }) {
            Path file = SecretSuite.write(root.resolve("confs-" + key.getFileName()), damaged);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            quietly(() ->
                    connector.key(file).passphrase(any -> secret.toCharArray()).connect());
        }
    }

    /** Tells what a caller would see. */
    private void quietly(Supplier<?> work) {
        try {
            Object seen = work.get();
            out.println(seen instanceof byte[] bytes ? bytes.length + " bytes" : seen);
        } catch (RuntimeException e) {
            e.printStackTrace(out);
            LoggerFactory.getLogger(SecretsOverSsh.class).error("A caller logs it", e);
        }
    }
}
