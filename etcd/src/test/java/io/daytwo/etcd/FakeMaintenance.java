package io.daytwo.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A real gRPC server on a real socket whose snapshot stream does what a test says. It knows when the client cancelled.
 */
final class FakeMaintenance extends MaintenanceGrpc.MaintenanceImplBase implements AutoCloseable {
    /** What the server sends. */
    interface Script {
        void run(Wire wire) throws Exception;
    }

    /** The server's side of one call; waits where a real server would. */
    static final class Wire {
        private final ServerCallStreamObserver<SnapshotResponse> out;
        private final CountDownLatch cancelled;

        private Wire(ServerCallStreamObserver<SnapshotResponse> out, CountDownLatch cancelled) {
            this.out = out;
            this.cancelled = cancelled;
        }

        boolean isCancelled() {
            return out.isCancelled();
        }

        void send(byte[] blob, long remaining) throws InterruptedException {
            while (!out.isReady() && !out.isCancelled()) {
                Thread.sleep(0, 200_000);
            }
            if (!out.isCancelled()) {
                out.onNext(SnapshotResponse.newBuilder()
                        .setBlob(ByteString.copyFrom(blob))
                        .setRemainingBytes(remaining)
                        .build());
            }
        }

        /** Sends bytes from..to of a database as etcd does. */
        void send(byte[] database, int from, int to) throws InterruptedException {
            for (int at = from; at < to; ) {
                int end = Math.min(to, at + 32 * 1024);
                send(Arrays.copyOfRange(database, at, end), database.length - end);
                at = end;
            }
        }

        void complete() {
            out.onCompleted();
        }

        void fail(io.grpc.Status status) {
            out.onError(status.asRuntimeException());
        }

        void awaitCancel() throws InterruptedException {
            cancelled.await();
        }
    }

    private final Server server;
    private final ManagedChannel channel;
    private final Script script;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    FakeMaintenance(Script script) throws IOException {
        this.script = script;
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this)
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    static byte[] sha256(byte[] database) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(database);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    ManagedChannel channel() {
        return channel;
    }

    boolean wasCancelled() throws InterruptedException {
        return cancelled.await(5, TimeUnit.SECONDS);
    }

    @Override
    public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> observer) {
        ServerCallStreamObserver<SnapshotResponse> out = (ServerCallStreamObserver<SnapshotResponse>) observer;
        out.setOnCancelHandler(cancelled::countDown);
        Wire wire = new Wire(out, cancelled);
        threads.execute(() -> {
            try {
                script.run(wire);
            } catch (Exception e) {
                out.onError(e);
            }
        });
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        threads.shutdownNow();
    }
}
