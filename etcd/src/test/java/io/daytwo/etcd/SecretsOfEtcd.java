package io.daytwo.etcd;

import io.daytwo.etcd.rig.FolderNode;
import io.daytwo.etcd.snapshot.Restore;
import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.manifests.StaticPods;
import io.daytwo.plan.Planted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Operations on etcd that come near secrets, in a JVM of its own: {@code FOLDER SEED NODE-FOLDER ENDPOINT}. A secret is
 * a value or the name of a key in etcd, a private key file, or a line of a manifest, by its place.
 */
final class SecretsOfEtcd {
    static final int WAYS = 4;
    static final int VALUE = 0;
    static final int KEY = 1;
    private static final int PRIVATE_KEY = 2;
    private static final int DAMAGES = 150;

    private final StringWriter heard = new StringWriter();
    private final PrintWriter out = new PrintWriter(heard);
    private final Path own;
    private final FolderNode node;
    private final String endpoint;

    private SecretsOfEtcd(Path own, FolderNode node, String endpoint) {
        this.own = own;
        this.node = node;
        this.endpoint = endpoint;
    }

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Path own = Files.createDirectories(root.resolve("confs"));
        SecretsOfEtcd suite = new SecretsOfEtcd(own, new FolderNode("cp1", Path.of(args[2])), args[3]);
        LoggerFactory.getLogger(SecretsOfEtcd.class).trace("begins");
        suite.backup();
        Map<String, String> secrets = Planted.secrets(Long.parseLong(args[1]));
        for (int i = PRIVATE_KEY; i < Planted.KINDS.size(); i++) {
            String secret = secrets.get(Planted.KINDS.get(i));
            if (i % WAYS == PRIVATE_KEY) {
                suite.key(secret, own.resolve("k" + i));
            } else if (i % WAYS > PRIVATE_KEY) {
                suite.manifest(secret, own.resolve("n" + i));
            }
        }
        Files.writeString(root.resolve("heard.txt"), suite.heard.toString());
        Files.copy(own.resolve("b.db.json"), root.resolve("sidecar.json"));
    }

    private void backup() throws IOException {
        Path file = own.resolve("b.db");
        told(() -> EtcdBackup.of(node)
                .onProgress(event -> out.println(event + event.message()))
                .save(file));
        told(() -> EtcdBackup.of(node).save(file));
        try (EtcdCluster etcd = EtcdCluster.of(node)) {
            told(etcd::members);
            told(etcd::health);
        }
        told(() -> Snapshot.open(file).verify());
        told(() -> Restore.from(Snapshot.open(file))
                .member("cp1", "https://127.0.0.1:2380")
                .toDataDirs(own.resolve("restored")));
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(11);
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = whole.clone();
            for (int flips = 0; flips < 1 + i % 40; flips++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path other = Files.write(own.resolve("damaged.db"), damaged);
            told(() -> Snapshot.open(other).verify());
        }
    }

    /** Files that are no key, or one of another certificate. */
    private void key(String secret, Path folder) throws IOException {
        Path pki = node.root().resolve("etc/kubernetes/pki/etcd");
        Path key = Files.createDirectories(folder).resolve("client.key");
        for (String text : List.of(
                secret,
                "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\n" + secret + "\n",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: " + secret + "\n\n" + secret
                        + "\n-----END RSA PRIVATE KEY-----\n")) {
            Files.writeString(key, text);
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            told(() -> {
                EtcdTls tls = EtcdTls.files(pki.resolve("ca.crt"), pki.resolve("healthcheck-client.crt"), key);
                out.println(tls);
                try (EtcdCluster etcd = EtcdCluster.at(List.of(endpoint), tls)) {
                    return etcd.members();
                }
            });
        }
    }

    /** Manifests whose fault is right beside the secret. */
    private void manifest(String secret, Path root) throws IOException {
        String whole = Files.readString(node.root().resolve("etc/kubernetes/manifests/etcd.yaml"));
        String env = "    env:\n    - name: ETCD_ROOT_PASSWORD\n      value: ";
        String image = "    image: ";
        Path folder = Files.createDirectories(root.resolve("etc/kubernetes/manifests"));
        FolderNode other = new FolderNode("cp1", root);
        for (String text : List.of(
                whole.replace(image, env + secret + "\n" + image),
                whole.replace(image, env + secret + ": : {\n" + image),
                whole.replace(image, env + "\"" + secret + "\n" + image),
                whole.replace(image, env + "&a " + secret + " *a\n" + image),
                whole.replace(image, env + "!!int " + secret + "\n      value: " + secret + "\n" + image),
                whole.replace("--name=", "--listen-client-urls=http://" + secret + "@@\n    - --name="),
                secret,
                "\t" + secret)) {
            Files.writeString(folder.resolve("etcd.yaml"), text);
            told(() -> StaticPods.on(other).manifest("etcd"));
            told(() -> {
                try (EtcdCluster etcd = EtcdCluster.of(other)) {
                    return etcd.members();
                }
            });
        }
    }

    /** Tells what a caller would see. */
    private void told(Supplier<?> work) {
        try {
            out.println(work.get());
        } catch (RuntimeException e) {
            e.printStackTrace(out);
            LoggerFactory.getLogger(SecretsOfEtcd.class).error("A caller logs it", e);
        }
    }
}
