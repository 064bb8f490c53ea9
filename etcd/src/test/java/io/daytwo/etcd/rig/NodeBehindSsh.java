package io.daytwo.etcd.rig;

import io.daytwo.node.Command;
import io.daytwo.node.NodeExecutor;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A control-plane node behind a real sshd: its etcd.yaml and its PKI lie where kubeadm puts them, readable for root
 * only. Its etcd is the rig's, on addresses that the node reaches.
 */
public final class NodeBehindSsh implements AutoCloseable {
    private final String name;
    private final Sshd sshd;

    private NodeBehindSsh(String name, Sshd sshd) {
        this.name = name;
        this.sshd = sshd;
    }

    /** A node that holds nothing, with a machine-id of its own. */
    public static NodeBehindSsh of(String name, String... variants) {
        NodeBehindSsh node = new NodeBehindSsh(name, Sshd.start(variants));
        try (NodeExecutor root = node.sshd.as("root").connect()) {
            String id = UUID.randomUUID().toString().replace("-", "");
            root.run(Command.changingShell("rm -rf /etc/kubernetes; echo \"$1\" > /etc/machine-id", id))
                    .orThrow();
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** The same with the folder's files; variants as {@link Sshd#start} takes them. */
    public static NodeBehindSsh of(KubeadmNodeFolder folder, String... variants) {
        NodeBehindSsh node = of(folder.node(), variants);
        try (NodeExecutor root = node.sshd.as("root").connect()) {
            node.put(root, folder);
            return node;
        } catch (IOException e) {
            node.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private void put(NodeExecutor root, KubeadmNodeFolder folder) throws IOException {
        root.run(Command.changingShell("mkdir -m 0755 /etc/kubernetes && umask 077 &&"
                        + " mkdir -p /etc/kubernetes/manifests /etc/kubernetes/pki/etcd"))
                .orThrow();
        String yaml = Files.readString(folder.manifest())
                .replace(folder.pki().toString(), "/etc/kubernetes/pki")
                .replace(folder.dataDir().toString(), "/var/lib/etcd");
        root.files().create("/etc/kubernetes/manifests/etcd.yaml", yaml.getBytes(StandardCharsets.UTF_8), 0600);
        try (Stream<Path> files = Files.walk(folder.pki())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = "/etc/kubernetes/pki/" + folder.pki().relativize(file);
                root.files().create(path, Files.readAllBytes(file), 0600);
            }
        }
    }

    public Sshd sshd() {
        return sshd;
    }

    /** As an operator without any right but sudo. */
    public NodeExecutor connect() {
        return sshd.as("ops").name(name).connect();
    }

    /** Adds to a home, in which {@code .ssh/config} then knows the node by its name. */
    public Path writeHome(Path home) {
        try {
            Path ssh = Files.createDirectories(home.resolve(".ssh"));
            String config = """
                    Host %s
                      HostName 127.0.0.1
                      Port %d
                      User ops
                      IdentityFile %s
                      UserKnownHostsFile %s
                    """.formatted(name, sshd.port(), sshd.key(), sshd.knownHosts());
            Files.writeString(ssh.resolve("config"), config, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sshd.close();
    }
}
