package io.daytwo.etcd;

import io.daytwo.etcd.BackupFailedException.Kind;
import io.daytwo.progress.ProgressEvent;
import io.daytwo.progress.ProgressListener;
import io.grpc.Channel;
import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Streams one member's database into a file and proves that what arrived is what the member hashed. The stream (etcd
 * {@code v3rpc/maintenance.go Snapshot}) is the database, whose size the first message tells, then 32 bytes of SHA-256,
 * then the end of the call; nothing less is accepted and nothing more. Used once, by one thread.
 */
final class SnapshotDownload {
    /** Bytes of SHA-256 behind the database. */
    static final int TRAILER = 32;

    private static final long EVENT_EVERY = 4L << 20;

    private final String member;
    private final Duration stallLimit;
    private final long sizeLimit;
    private final ProgressListener listener;
    private final MessageDigest sha256 = sha256();
    private final ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
    private final String what;

    private long received;
    private long announced = -1;
    private long nextEvent;

    /**
     * What arrived.
     *
     * @param bytes bytes of the file: database and trailer
     * @param sha256 SHA-256 of the whole file, in hex
     */
    record Received(long bytes, String sha256) {}

    /**
     * A download not begun.
     *
     * @param member the member's name, for people
     * @param stallLimit how long no byte may come
     * @param sizeLimit the largest database taken, in bytes
     * @param listener hears of bytes
     */
    SnapshotDownload(String member, Duration stallLimit, long sizeLimit, ProgressListener listener) {
        this.member = member;
        this.stallLimit = stallLimit;
        this.sizeLimit = sizeLimit;
        this.listener = listener.guarded();
        this.what = "snapshot from " + member;
    }

    Received into(PartFile file, Channel channel) {
        long began = System.nanoTime();
        try (SnapshotStream stream = SnapshotStream.open(channel)) {
            readAll(stream, file);
        } catch (InterruptedException | ClosedByInterruptException e) {
            Thread.currentThread().interrupt();
            throw failed(Kind.INTERRUPTED, "The thread was interrupted.", "Run it again.", e);
        } catch (IOException e) {
            throw writeFailed(file, e);
        }
        listener.on(new ProgressEvent.Finished(what, received, Duration.ofNanos(System.nanoTime() - began)));
        return new Received(received + TRAILER, HexFormat.of().formatHex(sha256.digest()));
    }

    private void readAll(SnapshotStream stream, PartFile file) throws InterruptedException, IOException {
        long lastByte = System.nanoTime();
        while (true) {
            SnapshotStream.Arrival arrival = stream.next(stallLimit.toNanos() - (System.nanoTime() - lastByte));
            if (arrival == null) {
                throw stalled();
            }
            SnapshotChunk chunk = arrival.chunk();
            if (chunk == null) {
                ended(arrival.status());
                return;
            }
            if (announced < 0) {
                announce(chunk, file);
            }
            if (chunk.blob().hasRemaining()) {
                take(chunk.blob(), file);
                lastByte = System.nanoTime();
            } else if (System.nanoTime() - lastByte > stallLimit.toNanos()) {
                throw stalled();
            }
        }
    }

    private void announce(SnapshotChunk first, PartFile file) throws IOException {
        long total = first.remaining() + first.blob().remaining();
        if (first.remaining() < 0 || total <= 0) {
            throw badAnnouncement(Long.toUnsignedString(first.remaining()) + " bytes to follow were announced.");
        }
        if (total > sizeLimit) {
            throw badAnnouncement(total + " bytes were announced, the limit is " + sizeLimit + ".");
        }
        if (total + TRAILER > file.usableBytes()) {
            throw failed(
                    Kind.DISK_FULL,
                    total + " bytes were announced, " + file.usableBytes() + " are free in " + file.folder() + ".",
                    "Free some space, or save to another disk.",
                    null);
        }
        announced = total;
        listener.on(new ProgressEvent.Started(what, announced));
    }

    private void take(ByteBuffer blob, PartFile file) throws IOException {
        int body = (int) Math.min(announced - received, blob.remaining());
        if (blob.remaining() - body > trailer.remaining()) {
            throw failed(
                    Kind.MORE_THAN_ANNOUNCED,
                    "The member sent more than it had announced.",
                    "Look at the member's log; take the backup from another member.",
                    null);
        }
        ByteBuffer ofBody = blob.slice(blob.position(), body);
        sha256.update(ofBody.duplicate());
        trailer.put(blob.slice(blob.position() + body, blob.remaining() - body));
        received += body;
        file.write(blob);
        if (received >= nextEvent) {
            nextEvent = received + EVENT_EVERY;
            listener.on(new ProgressEvent.Advanced(what, received, announced));
        }
    }

    private void ended(Status status) {
        if (!status.isOk()) {
            throw failed(
                    Kind.MEMBER_FAILED,
                    "The call ended with " + status.getCode()
                            + (status.getDescription() == null ? "" : ": " + status.getDescription()) + ".",
                    "Look at the member and the way to it, then run it again, or name another member with from().",
                    status.asRuntimeException());
        }
        if (received < announced || trailer.hasRemaining()) {
            throw failed(
                    Kind.CUT_SHORT,
                    announced < 0 || received < announced
                            ? "The stream ended before the whole database had come."
                            : "The stream ended without the hash that closes a snapshot.",
                    "Look at the member's log for an error while it read its database; take the backup from another member.",
                    null);
        }
        byte[] computed = cloned(sha256).digest();
        if (!MessageDigest.isEqual(computed, trailer.array())) {
            throw failed(
                    Kind.HASH_MISMATCH,
                    "SHA-256 of what arrived is " + HexFormat.of().formatHex(computed) + ", the member sent "
                            + HexFormat.of().formatHex(trailer.array()) + ".",
                    "Bytes changed on the way: use TLS, check memory and network of both machines, run it again.",
                    null);
        }
        sha256.update(trailer.array());
    }

    private BackupFailedException stalled() {
        return failed(
                Kind.STALLED,
                "No byte came for " + stallLimit.toMillis() + " ms.",
                "Look at the member's disk and the network; raise stallLimit() if the way is known to be slow.",
                null);
    }

    private BackupFailedException badAnnouncement(String evidence) {
        return failed(
                Kind.BAD_ANNOUNCEMENT,
                evidence,
                "Raise sizeLimit() if the database is that large; otherwise look at what answers at this endpoint.",
                null);
    }

    private BackupFailedException writeFailed(PartFile file, IOException e) {
        return file.isDiskFull()
                ? failed(
                        Kind.DISK_FULL,
                        "The disk of " + file.folder() + " is full.",
                        "Free some space, or save to another disk.",
                        e)
                : failed(
                        Kind.WRITE_FAILED,
                        "Writing " + file.path() + " failed: " + e.getMessage() + ".",
                        "Look at the disk and its mount, or save to another disk.",
                        e);
    }

    private BackupFailedException failed(Kind kind, String evidence, String remedy, @Nullable Throwable cause) {
        return new BackupFailedException(kind, member, received, announced, evidence, remedy, cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static MessageDigest cloned(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }
}
