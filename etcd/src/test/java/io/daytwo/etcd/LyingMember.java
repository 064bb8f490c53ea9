package io.daytwo.etcd;

import com.google.protobuf.ByteString;
import io.daytwo.etcd.rig.EtcdClient;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Answers as a real member does, but for the snapshot, which it hands out as it was given, with a hash that is right
 * for it.
 */
final class LyingMember implements AutoCloseable {
    private final EtcdClient real;
    private final byte[] database;
    private final Server server;

    LyingMember(EtcdClient real, byte[] database) throws IOException {
        this.real = real;
        this.database = database;
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Maintenance())
                .addService(new Cluster())
                .addService(new Kv())
                .build()
                .start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    private static <T> void answer(StreamObserver<T> out, Supplier<T> real) {
        try {
            out.onNext(real.get());
            out.onCompleted();
        } catch (StatusRuntimeException e) {
            out.onError(e);
        }
    }

    private final class Maintenance extends MaintenanceGrpc.MaintenanceImplBase {
        @Override
        public void status(StatusRequest request, StreamObserver<StatusResponse> out) {
            answer(out, () -> real.maintenance().status(request));
        }

        @Override
        public void hashKV(HashKVRequest request, StreamObserver<HashKVResponse> out) {
            answer(out, () -> real.maintenance().hashKV(request));
        }

        @Override
        public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> out) {
            for (int at = 0; at < database.length; at += 4096) {
                out.onNext(SnapshotResponse.newBuilder()
                        .setBlob(ByteString.copyFrom(database, at, 4096))
                        .setRemainingBytes(database.length - at - 4096L)
                        .build());
            }
            out.onNext(SnapshotResponse.newBuilder()
                    .setBlob(ByteString.copyFrom(FakeMaintenance.sha256(database)))
                    .build());
            out.onCompleted();
        }
    }

    private final class Cluster extends ClusterGrpc.ClusterImplBase {
        @Override
        public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> out) {
            answer(out, () -> {
                MemberListResponse.Builder told = real.cluster().memberList(request).toBuilder();
                told.getMembersBuilder(0).clearClientURLs().addClientURLs(url());
                return told.build();
            });
        }
    }

    private final class Kv extends KVGrpc.KVImplBase {
        @Override
        public void range(RangeRequest request, StreamObserver<RangeResponse> out) {
            answer(out, () -> real.kv().range(request));
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
