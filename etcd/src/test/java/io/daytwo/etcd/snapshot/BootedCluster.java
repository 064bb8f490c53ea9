package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.rig.EtcdClient;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.etcd.rig.Ports;
import io.daytwo.retry.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Members that run from restored directories, with nothing but the flags that the restore gave. */
final class BootedCluster implements AutoCloseable {
    private final EtcdRig rig;
    private final List<RestoredMember> restored;

    private BootedCluster(EtcdRig rig, List<RestoredMember> restored) {
        this.rig = rig;
        this.restored = restored;
    }

    /** Starts them all and waits until they are healthy. */
    static BootedCluster boot(EtcdRelease release, List<RestoredMember> restored) {
        return boot(release, restored, server -> {});
    }

    static BootedCluster boot(EtcdRelease release, List<RestoredMember> restored, Consumer<EtcdServer> changes) {
        EtcdRig rig = EtcdRig.of(release).fast().prepare();
        BootedCluster cluster = new BootedCluster(rig, restored);
        try {
            cluster.start(release, changes);
            return cluster;
        } catch (Throwable e) {
            rig.close();
            throw e;
        }
    }

    private void start(EtcdRelease release, Consumer<EtcdServer> changes) {
        List<EtcdServer> servers = new ArrayList<>();
        for (RestoredMember member : restored) {
            Map<String, String> flags = new LinkedHashMap<>();
            flags.put("name", member.name());
            flags.put("listen-client-urls", "http://127.0.0.1:" + Ports.next());
            flags.put("advertise-client-urls", flags.get("listen-client-urls"));
            flags.put("listen-peer-urls", String.join(",", member.peerUrls()));
            flags.put("listen-metrics-urls", "http://127.0.0.1:" + Ports.next());
            flags.put("unsafe-no-fsync", "true");
            Path log = rig.folder().resolve(member.name() + ".log");
            servers.add(rig.adopt(new EtcdServer(release, flags, log))
                    .flags(member.etcdFlags().list()));
        }
        servers.forEach(changes.andThen(EtcdServer::start));
        servers.forEach(EtcdServer::awaitReady);
    }

    /** Waits until the members have agreed that all of them are of this line. */
    void awaitClusterVersion(EtcdRelease release) {
        String agreed = Await.forThat("the members to agree on " + release)
                .until(server(restored.get(0))::clusterVersion, version -> version.equals(release.line() + ".0"));
        assert !agreed.isEmpty();
    }

    EtcdRig rig() {
        return rig;
    }

    EtcdServer server(RestoredMember member) {
        return rig.member(member.name());
    }

    EtcdClient client() {
        return client(restored.get(0));
    }

    EtcdClient client(RestoredMember member) {
        return rig.client(member.name());
    }

    @Override
    public void close() {
        rig.close();
    }
}
