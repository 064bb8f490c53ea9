package io.daytwo.etcd.rig;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Plain gRPC calls to one member, each with a deadline of 20 seconds; the stubs are there for the rest. */
public final class EtcdClient implements AutoCloseable {
    private static final int DEADLINE = 20;
    private static final int MAX_MESSAGE = 64 << 20;

    private final ManagedChannel channel;

    EtcdClient(String endpoint, ChannelCredentials credentials) {
        channel = Grpc.newChannelBuilder(endpoint, credentials)
                .maxInboundMessageSize(MAX_MESSAGE)
                .build();
    }

    public KVGrpc.KVBlockingStub kv() {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE, TimeUnit.SECONDS);
    }

    public LeaseGrpc.LeaseBlockingStub lease() {
        return LeaseGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE, TimeUnit.SECONDS);
    }

    public MaintenanceGrpc.MaintenanceBlockingStub maintenance() {
        return MaintenanceGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE, TimeUnit.SECONDS);
    }

    public ClusterGrpc.ClusterBlockingStub cluster() {
        return ClusterGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE, TimeUnit.SECONDS);
    }

    public AuthGrpc.AuthBlockingStub auth() {
        return AuthGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE, TimeUnit.SECONDS);
    }

    public WatchGrpc.WatchStub watch() {
        return WatchGrpc.newStub(channel).withDeadlineAfter(DEADLINE, TimeUnit.SECONDS);
    }

    /** Returns the new revision. */
    public long put(String key, String value) {
        return put(key, value.getBytes(StandardCharsets.UTF_8));
    }

    public long put(String key, byte[] value) {
        return put(key, value, 0);
    }

    public long put(String key, byte[] value, long lease) {
        return kv().put(PutRequest.newBuilder()
                        .setKey(bytes(key))
                        .setValue(ByteString.copyFrom(value))
                        .setLease(lease)
                        .build())
                .getHeader()
                .getRevision();
    }

    /** All in one transaction, which is one revision; etcd allows 128 at once. */
    public long putAll(Map<String, byte[]> values) {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        values.forEach((key, value) -> txn.addSuccess(RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder().setKey(bytes(key)).setValue(ByteString.copyFrom(value)))));
        return kv().txn(txn.build()).getHeader().getRevision();
    }

    public Optional<String> get(String key) {
        return kv().range(RangeRequest.newBuilder().setKey(bytes(key)).build()).getKvsList().stream()
                .findFirst()
                .map(found -> found.getValue().toStringUtf8());
    }

    /** Every key there is with its value, as text. */
    public Map<String, String> all() {
        return all(false);
    }

    /** The same; serializable is what this member has by itself, as a learner does. */
    public Map<String, String> all(boolean serializable) {
        Map<String, String> all = new TreeMap<>();
        ByteString from = ByteString.copyFrom(new byte[1]);
        while (true) {
            var page = kv().range(RangeRequest.newBuilder()
                    .setKey(from)
                    .setRangeEnd(ByteString.copyFrom(new byte[1]))
                    .setLimit(2000)
                    .setSerializable(serializable)
                    .build());
            for (KeyValue found : page.getKvsList()) {
                all.put(found.getKey().toStringUtf8(), found.getValue().toStringUtf8());
                from = found.getKey().concat(ByteString.copyFrom(new byte[1]));
            }
            if (!page.getMore()) {
                return all;
            }
        }
    }

    /** The store's current revision, read linearizably. */
    public long revision() {
        return kv().range(RangeRequest.newBuilder()
                        .setKey(bytes("revision"))
                        .setCountOnly(true)
                        .build())
                .getHeader()
                .getRevision();
    }

    public long delete(String key) {
        return kv().deleteRange(
                        DeleteRangeRequest.newBuilder().setKey(bytes(key)).build())
                .getHeader()
                .getRevision();
    }

    public void compact(long revision) {
        var done = kv().compact(CompactionRequest.newBuilder()
                .setRevision(revision)
                .setPhysical(true)
                .build());
        assert done.hasHeader();
    }

    /** Grants a lease and returns its id. */
    public long grant(long ttlSeconds) {
        return lease().leaseGrant(
                        LeaseGrantRequest.newBuilder().setTTL(ttlSeconds).build())
                .getID();
    }

    /** Seconds that a lease has left; -1 when there is none. */
    public long ttl(long lease) {
        return lease().leaseTimeToLive(
                        LeaseTimeToLiveRequest.newBuilder().setID(lease).build())
                .getTTL();
    }

    /** HashKV of this member; revision 0 is the current one. */
    public HashKVResponse hashKv(long revision) {
        return maintenance()
                .hashKV(HashKVRequest.newBuilder().setRevision(revision).build());
    }

    public StatusResponse status() {
        return maintenance().status(StatusRequest.getDefaultInstance());
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    @Override
    public void close() {
        try {
            if (!channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("channel did not close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
