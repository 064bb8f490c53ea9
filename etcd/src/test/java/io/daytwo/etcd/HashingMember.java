package io.daytwo.etcd;

import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A gRPC server that tells a status and a HashKV, refuses the hash, or leaves the question open. */
final class HashingMember extends MaintenanceGrpc.MaintenanceImplBase implements AutoCloseable {
    private final String name;
    private final Optional<Integer> hash;
    private final Optional<Status> refusal;
    private final Server server;
    private final MemberChannel channel;

    private HashingMember(String name, Optional<Integer> hash, Optional<Status> refusal) {
        this.name = name;
        this.hash = hash;
        this.refusal = refusal;
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        channel = MemberChannel.open(
                Endpoint.parse("http://127.0.0.1:" + server.getPort()), EtcdTls.none(), Route.direct());
    }

    static HashingMember telling(String name, int hash) {
        return new HashingMember(name, Optional.of(hash), Optional.empty());
    }

    static HashingMember refusing(String name, String sentence) {
        return new HashingMember(
                name, Optional.empty(), Optional.of(Status.FAILED_PRECONDITION.withDescription(sentence)));
    }

    static HashingMember silent(String name) {
        return new HashingMember(name, Optional.empty(), Optional.empty());
    }

    ReachableMember reachable() {
        MemberConnection connection =
                new MemberConnection(channel, EtcdDeadlines.defaults().hash(Duration.ofMillis(500)));
        EtcdMember member = new EtcdMember(
                1, name, List.of("http://p:2380"), List.of(channel.endpoint().url()), false);
        return new ReachableMember(member, connection, connection.status(), 0);
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> out) {
        out.onNext(StatusResponse.newBuilder()
                .setHeader(ResponseHeader.newBuilder().setRevision(7))
                .build());
        out.onCompleted();
    }

    @Override
    public void hashKV(HashKVRequest request, StreamObserver<HashKVResponse> out) {
        refusal.ifPresent(said -> out.onError(said.asRuntimeException()));
        hash.ifPresent(value -> {
            out.onNext(HashKVResponse.newBuilder()
                    .setHash(value)
                    .setCompactRevision(3)
                    .build());
            out.onCompleted();
        });
    }

    @Override
    public void close() {
        channel.close();
        server.shutdownNow();
    }
}
