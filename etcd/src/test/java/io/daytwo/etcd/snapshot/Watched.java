package io.daytwo.etcd.snapshot;

import com.google.protobuf.ByteString;
import io.daytwo.etcd.rig.EtcdClient;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a watch of all keys hears first.
 *
 * @param compactRevision when it is told that its start is compacted; else 0
 * @param revision of the first event; 0 when there was none
 */
record Watched(long compactRevision, long revision) {
    private static final ByteString ALL = ByteString.copyFrom(new byte[1]);

    static Watched from(EtcdClient client, long revision) {
        CompletableFuture<WatchResponse> first = new CompletableFuture<>();
        StreamObserver<WatchRequest> watch = client.watch().watch(new StreamObserver<>() {
            @Override
            public void onNext(WatchResponse response) {
                if (response.getCanceled() || response.getEventsCount() > 0) {
                    first.complete(response);
                }
            }

            @Override
            public void onError(Throwable failure) {
                first.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                first.completeExceptionally(new IllegalStateException("the watch ended without a word"));
            }
        });
        watch.onNext(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(ALL)
                        .setRangeEnd(ALL)
                        .setStartRevision(revision))
                .build());
        try {
            WatchResponse heard = first.get(20, TimeUnit.SECONDS);
            return new Watched(
                    heard.getCompactRevision(),
                    heard.getEventsCount() == 0 ? 0 : heard.getEvents(0).getKv().getModRevision());
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a watch from " + revision + " heard nothing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            watch.onCompleted();
        }
    }
}
