package io.daytwo.etcd.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/**
 * A control-plane node as a folder: {@code etc/kubernetes/manifests/etcd.yaml}, {@code etc/kubernetes/pki},
 * {@code var/lib/etcd}. The manifest has the containers' paths, and host paths that lead into the folder. Ports are
 * free ones instead of 2379 to 2381.
 */
public final class KubeadmNodeFolder {
    private static final String DATA = "/var/lib/etcd";
    private static final String CERTS = "/etc/kubernetes/pki/etcd";

    private final Path root;
    private final String node;
    private final String address;
    private final int clientPort = Ports.next();
    private final int peerPort = Ports.next();
    private final int metricsPort = Ports.next();
    private final EtcdRelease release;
    private final Map<String, String> flags = new TreeMap<>();

    public KubeadmNodeFolder(EtcdRelease release, Path root, String node, String address) {
        this.release = release;
        this.root = root;
        this.node = node;
        this.address = address;
    }

    public Path root() {
        return root;
    }

    public String node() {
        return node;
    }

    /** The node as the product sees it. */
    public FolderNode executor() {
        return new FolderNode(node, root);
    }

    /** The node's etcd.yaml. */
    public Path manifest() {
        return root.resolve("etc/kubernetes/manifests/etcd.yaml");
    }

    /** Stands for {@code /etc/kubernetes/pki}. */
    public Path pki() {
        return root.resolve("etc/kubernetes/pki");
    }

    public Path dataDir() {
        return root.resolve("var/lib/etcd");
    }

    public String peerUrl() {
        return "https://" + address + ":" + peerPort;
    }

    public String clientUrl() {
        return "https://" + address + ":" + clientPort;
    }

    /** {@code cp1=https://127.0.0.1:12345}. */
    public String initialCluster() {
        return node + "=" + peerUrl();
    }

    /** Writes certificates, manifest and the empty data directory. */
    public KubeadmNodeFolder write(KubeadmPki authorities, String initialCluster, Map<String, String> extra) {
        flags.putAll(kubeadmFlags(initialCluster));
        flags.putAll(extra);
        authorities.writeTo(pki(), node, address);
        try {
            Files.createDirectories(
                    dataDir(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectories(manifest().getParent());
            Files.createFile(
                    manifest(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            String yaml = KubeadmManifest.render(
                    flags, release.version() + "-0", metricsPort, DATA, dataDir(), CERTS, pki().resolve("etcd"));
            Files.writeString(manifest(), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The member with the manifest's flags, container paths replaced by those of the host. */
    public EtcdServer server(Path log) {
        Map<String, String> onHost = new TreeMap<>();
        String certs = pki().resolve("etcd").toString();
        flags.forEach((flag, value) -> onHost.put(
                flag, value.replace(CERTS, certs).replace(DATA, dataDir().toString())));
        return new EtcdServer(release, onHost, log);
    }

    /** kubeadm's flags, sorted as it sorts them (phases/etcd/local.go getEtcdCommand). */
    private Map<String, String> kubeadmFlags(String initialCluster) {
        Map<String, String> flags = new TreeMap<>();
        flags.put("name", node);
        String local = "https://127.0.0.1:" + clientPort;
        flags.put("listen-client-urls", local.equals(clientUrl()) ? local : local + "," + clientUrl());
        flags.put("advertise-client-urls", clientUrl());
        flags.put("listen-peer-urls", peerUrl());
        flags.put("initial-advertise-peer-urls", peerUrl());
        flags.put("initial-cluster", initialCluster);
        flags.put("data-dir", DATA);
        flags.put("cert-file", CERTS + "/server.crt");
        flags.put("key-file", CERTS + "/server.key");
        flags.put("trusted-ca-file", CERTS + "/ca.crt");
        flags.put("client-cert-auth", "true");
        flags.put("peer-cert-file", CERTS + "/peer.crt");
        flags.put("peer-key-file", CERTS + "/peer.key");
        flags.put("peer-trusted-ca-file", CERTS + "/ca.crt");
        flags.put("peer-client-cert-auth", "true");
        flags.put("snapshot-count", "10000");
        flags.put("listen-metrics-urls", "http://127.0.0.1:" + metricsPort);
        if (release == EtcdRelease.LINE_3_5) {
            flags.put("experimental-initial-corrupt-check", "true");
            flags.put("experimental-watch-progress-notify-interval", "5s");
        } else {
            flags.put("feature-gates", "InitialCorruptCheck=true");
            flags.put("watch-progress-notify-interval", "5s");
        }
        return flags;
    }
}
