package io.daytwo.etcd.rig;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * A running cluster of one to five members on the loopback address. Members are called {@code m1}, {@code m2} … with
 * plain addresses, {@code cp1}, {@code cp2} … with TLS, where each lies in a {@link KubeadmNodeFolder}. Closing kills
 * them all and deletes everything.
 */
public final class EtcdRig implements AutoCloseable {
    private final Path folder;
    private final Optional<KubeadmPki> pki;
    private final Map<String, EtcdServer> members = new LinkedHashMap<>();
    private final Map<String, KubeadmNodeFolder> nodes = new LinkedHashMap<>();
    private final Map<String, EtcdClient> clients = new HashMap<>();

    private EtcdRig(Path folder, Optional<KubeadmPki> pki) {
        this.folder = folder;
        this.pki = pki;
    }

    /** One member of this release, plain, with fsync. */
    public static Builder of(EtcdRelease release) {
        return new Builder(release, 1, Optional.empty(), Map.of(), true);
    }

    /** All endpoints for clients, with scheme. */
    public List<String> endpoints() {
        return members.values().stream().map(EtcdServer::clientUrl).toList();
    }

    public List<EtcdServer> members() {
        return List.copyOf(members.values());
    }

    public EtcdServer member(String name) {
        return Optional.ofNullable(members.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no member " + name + " among " + members.keySet()));
    }

    /** The folders of the nodes, with TLS only. */
    public List<KubeadmNodeFolder> nodes() {
        return List.copyOf(nodes.values());
    }

    public KubeadmNodeFolder node(String name) {
        return Optional.ofNullable(nodes.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no node folder " + name + " in " + nodes.keySet()));
    }

    /** The authorities, with TLS only. */
    public KubeadmPki pki() {
        return pki.orElseThrow();
    }

    /** A place for the test's own files, deleted with the rig. */
    public Path folder() {
        return folder;
    }

    /** Calls to the first member. */
    public EtcdClient client() {
        return client(members.keySet().iterator().next());
    }

    /** Calls to this member; the channel stays open until the rig closes. */
    public synchronized EtcdClient client(String member) {
        return clients.computeIfAbsent(
                member, name -> new EtcdClient(member(name).endpoint(), credentials()));
    }

    /** The member that a quorum takes for its leader. */
    public EtcdServer leader() {
        for (EtcdServer member : members.values()) {
            if (member.isHealthy()) {
                var status = client(member.name()).status();
                if (status.getLeader() == status.getHeader().getMemberId()) {
                    return member;
                }
            }
        }
        throw new IllegalStateException("no leader among " + members.keySet());
    }

    /** Starts all that do not run and waits for every one. */
    public EtcdRig start() {
        members.values().stream().filter(member -> !member.isRunning()).forEach(EtcdServer::start);
        members.values().forEach(EtcdServer::awaitReady);
        return this;
    }

    /**
     * A member with addresses of its own that is not part of the cluster yet: to be added there, then started with
     * {@code initial-cluster}. The rig owns it from now on.
     */
    public EtcdServer spare(String name, EtcdRelease release) {
        if (pki.isPresent()) {
            KubeadmNodeFolder node = nodeFolder(release, name);
            String all = initialCluster() + "," + node.initialCluster();
            adopt(node.write(pki.get(), all, Map.of()));
        } else {
            Map<String, String> flags = plain(name);
            flags.put("initial-cluster", initialCluster() + "," + name + "=" + flags.get("listen-peer-urls"));
            members.put(name, new EtcdServer(release, flags, log(name)));
        }
        return member(name).flag("initial-cluster-state", "existing");
    }

    /** Takes over a server made by the test, in place of the member of the same name. */
    public EtcdServer adopt(EtcdServer server) {
        Optional.ofNullable(members.put(server.name(), server)).ifPresent(EtcdServer::close);
        Optional.ofNullable(clients.remove(server.name())).ifPresent(EtcdClient::close);
        return server;
    }

    private void adopt(KubeadmNodeFolder node) {
        nodes.put(node.node(), node);
        members.put(node.node(), node.server(log(node.node())));
    }

    /** {@code m1=http://127.0.0.1:1234,m2=…}. */
    public String initialCluster() {
        return members.values().stream()
                .map(member -> member.name() + "=" + member.peerUrl())
                .collect(Collectors.joining(","));
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private KubeadmNodeFolder nodeFolder(EtcdRelease release, String name) {
        return new KubeadmNodeFolder(release, folder.resolve(name), name, "127.0.0.1");
    }

    private Map<String, String> plain(String name) {
        Map<String, String> flags = new TreeMap<>();
        flags.put("name", name);
        flags.put("data-dir", folder.resolve(name + ".etcd").toString());
        flags.put("listen-client-urls", "http://127.0.0.1:" + Ports.next());
        flags.put("advertise-client-urls", flags.get("listen-client-urls"));
        flags.put("listen-peer-urls", "http://127.0.0.1:" + Ports.next());
        flags.put("initial-advertise-peer-urls", flags.get("listen-peer-urls"));
        flags.put("listen-metrics-urls", "http://127.0.0.1:" + Ports.next());
        return flags;
    }

    private ChannelCredentials credentials() {
        if (pki.isEmpty()) {
            return InsecureChannelCredentials.create();
        }
        try {
            PemPair own = pki.get().etcdClient();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", own.key(), new char[0], new X509Certificate[] {own.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("etcd-ca", pki.get().etcdCa().certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return TlsChannelCredentials.newBuilder()
                    .keyManager(keys.getKeyManagers())
                    .trustManager(trust.getTrustManagers())
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(EtcdClient::close);
        members.values().forEach(EtcdServer::close);
        deleteTree(folder);
    }

    /** Deletes a folder with all it holds. */
    public static void deleteTree(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failed) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to start. */
    public static final class Builder {
        private final EtcdRelease release;
        private final int members;
        private final Optional<KubeadmPki> pki;
        private final Map<String, String> flags;
        private final boolean fsync;

        private Builder(
                EtcdRelease release, int members, Optional<KubeadmPki> pki, Map<String, String> flags, boolean fsync) {
            this.release = release;
            this.members = members;
            this.pki = pki;
            this.flags = Map.copyOf(flags);
            this.fsync = fsync;
        }

        public Builder members(int count) {
            if (count < 1 || count > 5) {
                throw new IllegalArgumentException("members: " + count);
            }
            return new Builder(release, count, pki, flags, fsync);
        }

        /** TLS with kubeadm's layout and client-cert-auth; keys are ECDSA, which are quick to make. */
        public Builder tls() {
            return tls(KubeadmPki.elliptic());
        }

        public Builder tls(KubeadmPki authorities) {
            return new Builder(release, members, Optional.of(authorities), flags, fsync);
        }

        public Builder quota(long bytes) {
            return flag("quota-backend-bytes", bytes);
        }

        /** Raft entries between two raft snapshots; small values let members that were away need a snapshot. */
        public Builder snapshotCount(int entries) {
            return flag("snapshot-count", entries);
        }

        /** No fsync: for tests in which nothing depends on what a crash leaves. */
        public Builder fast() {
            return new Builder(release, members, pki, flags, false);
        }

        /** Any flag, without dashes. */
        public Builder flag(String name, Object value) {
            Map<String, String> more = new TreeMap<>(flags);
            more.put(name, value.toString());
            return new Builder(release, members, pki, more, fsync);
        }

        /** Starts all members and waits until they are healthy. */
        public EtcdRig start() {
            EtcdRig rig = prepare();
            try {
                return rig.start();
            } catch (Throwable e) {
                rig.close();
                throw e;
            }
        }

        /** Everything but the processes. */
        public EtcdRig prepare() {
            try {
                EtcdRig rig = new EtcdRig(Files.createTempDirectory("daytwo-etcd-"), pki);
                Map<String, String> extra = new TreeMap<>(flags);
                if (!fsync) {
                    extra.put("unsafe-no-fsync", "true");
                }
                if (pki.isPresent()) {
                    prepareNodes(rig, extra);
                } else {
                    preparePlain(rig, extra);
                }
                return rig;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void prepareNodes(EtcdRig rig, Map<String, String> extra) {
            List<KubeadmNodeFolder> folders = new ArrayList<>(IntStream.rangeClosed(1, members)
                    .mapToObj(number -> rig.nodeFolder(release, "cp" + number))
                    .toList());
            String all = folders.stream().map(KubeadmNodeFolder::initialCluster).collect(Collectors.joining(","));
            folders.forEach(node -> rig.adopt(node.write(pki.orElseThrow(), all, extra)));
        }

        private void preparePlain(EtcdRig rig, Map<String, String> extra) {
            for (int number = 1; number <= members; number++) {
                Map<String, String> own = rig.plain("m" + number);
                own.putAll(extra);
                rig.members.put("m" + number, new EtcdServer(release, own, rig.log("m" + number)));
            }
            rig.members
                    .values()
                    .forEach(member -> member.flag("initial-cluster", rig.initialCluster())
                            .flag("initial-cluster-token", rig.folder.getFileName()));
        }
    }
}
