package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.rig.EtcdClient;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdServer;
import io.daytwo.retry.Await;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.function.LongSupplier;

/** A member without data that joins a cluster of restored ones. */
final class LaterMember {
    private final BootedCluster cluster;
    private final EtcdServer server;
    private final long id;

    private LaterMember(BootedCluster cluster, EtcdServer server, long id) {
        this.cluster = cluster;
        this.server = server;
        this.id = id;
    }

    /** Adds it, starts it and waits until it serves what it has got. */
    static LaterMember joinAsLearner(BootedCluster cluster, EtcdRelease release, String name, String restored) {
        EtcdServer server = cluster.rig().spare(name, release);
        server.flag("initial-cluster", restored + "," + name + "=" + server.peerUrl())
                .flag("unsafe-no-fsync", true);
        MemberAddRequest add = MemberAddRequest.newBuilder()
                .addPeerURLs(server.peerUrl())
                .setIsLearner(true)
                .build();
        long id = untilAllowed(
                "a learner to be taken",
                () -> cluster.client().cluster().memberAdd(add).getMember().getID());
        server.start().awaitServing();
        return new LaterMember(cluster, server, id);
    }

    void promote() {
        MemberPromoteRequest promote =
                MemberPromoteRequest.newBuilder().setID(id).build();
        long members = untilAllowed(
                "the learner to be promoted",
                () -> cluster.client().cluster().memberPromote(promote).getMembersCount());
        assert members > 1;
        server.awaitReady();
    }

    /** A member that has not published its name yet counts as not started, and a learner may lag behind. */
    private static long untilAllowed(String what, LongSupplier change) {
        return Await.forThat(what)
                .until(
                        () -> {
                            try {
                                return change.getAsLong();
                            } catch (StatusRuntimeException e) {
                                if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION
                                        && e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                                    throw e;
                                }
                                return 0L;
                            }
                        },
                        result -> result != 0);
    }

    EtcdClient client() {
        return cluster.rig().client(server.name());
    }

    /** What it has by itself. */
    Map<String, String> serializable() {
        return client().all(true);
    }
}
