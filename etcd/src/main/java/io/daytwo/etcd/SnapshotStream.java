package io.daytwo.etcd;

import io.etcd.jetcd.api.SnapshotRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot call at one member, as a queue that a blocking reader empties. The member is asked for a bounded number
 * of messages ahead of the reader, so a slow disk slows the member down instead of filling the heap. One reader.
 * Closing cancels the call at the member unless it has ended.
 */
final class SnapshotStream implements AutoCloseable {
    /** etcd sends 32 KiB a message ({@code v3rpc/maintenance.go snapshotSendBufferSize}). */
    private static final int LONGEST_MESSAGE = 1 << 20;

    private static final int AHEAD = 48;
    private static final int ASK_AGAIN = AHEAD / 3;

    /** A message, or with no message the end of the call. */
    record Arrival(@Nullable SnapshotChunk chunk, Status status) {}

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final ClientCall<SnapshotRequest, SnapshotChunk> call;
    private int taken;
    private boolean ended;

    private SnapshotStream(Channel channel) {
        // Messages are only parsed and queued: not worth another thread.
        call = channel.newCall(
                SnapshotChunk.METHOD,
                CallOptions.DEFAULT.withExecutor(Runnable::run).withMaxInboundMessageSize(LONGEST_MESSAGE));
    }

    static SnapshotStream open(Channel channel) {
        SnapshotStream stream = new SnapshotStream(channel);
        stream.call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(SnapshotChunk chunk) {
                        stream.arrivals.add(new Arrival(chunk, Status.OK));
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        stream.arrivals.add(new Arrival(null, status));
                    }
                },
                new Metadata());
        stream.call.sendMessage(SnapshotRequest.getDefaultInstance());
        stream.call.halfClose();
        stream.call.request(AHEAD);
        return stream;
    }

    /**
     * Waits for what comes next.
     *
     * @param nanos how long at most
     * @return what came, or null when nothing did
     * @throws InterruptedException when interrupted
     */
    @Nullable
    Arrival next(long nanos) throws InterruptedException {
        Arrival arrival = arrivals.poll(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        if (arrival == null) {
            return null;
        }
        if (arrival.chunk() == null) {
            ended = true;
        } else if (++taken % ASK_AGAIN == 0) {
            call.request(ASK_AGAIN);
        }
        return arrival;
    }

    @Override
    public void close() {
        if (!ended) {
            call.cancel("the backup was given up", null);
        }
    }
}
