package io.daytwo.etcd.bench;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Fills a running etcd with the database of the benches: 400,000 puts of 2 KiB over 300,000 keys in transactions of 50,
 * then 4,000 deletes, always the same bytes. The file is 1.6 GB.
 */
public final class BenchDatabase {
    private static final int PUTS = 400_000;
    private static final int KEYS = 300_000;
    private static final int DELETES = 4_000;
    private static final int BATCH = 50;
    private static final int VALUE_BYTES = 2048;

    private BenchDatabase() {}

    /**
     * Fills it.
     *
     * @param args host and port of an empty etcd without TLS
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        ManagedChannel channel = NettyChannelBuilder.forAddress(args[0], Integer.parseInt(args[1]))
                .usePlaintext()
                .build();
        try {
            fill(KVGrpc.newBlockingStub(channel), new Random(20261121));
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private static void fill(KVGrpc.KVBlockingStub kv, Random random) {
        byte[] value = new byte[VALUE_BYTES];
        for (int first = 0; first < PUTS; first += BATCH) {
            TxnRequest.Builder txn = TxnRequest.newBuilder();
            for (int i = first; i < first + BATCH; i++) {
                random.nextBytes(value);
                txn.addSuccess(RequestOp.newBuilder()
                        .setRequestPut(
                                PutRequest.newBuilder().setKey(key(i % KEYS)).setValue(ByteString.copyFrom(value))));
            }
            var ignored = kv.txn(txn.build());
        }
        for (int first = 0; first < DELETES; first += BATCH) {
            TxnRequest.Builder txn = TxnRequest.newBuilder();
            for (int i = first; i < first + BATCH; i++) {
                txn.addSuccess(RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key(i * 7))));
            }
            var ignored = kv.txn(txn.build());
        }
    }

    private static ByteString key(int number) {
        return ByteString.copyFrom("/registry/configmaps/bench/object-" + number, StandardCharsets.UTF_8);
    }
}
