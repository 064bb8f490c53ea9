package io.daytwo.etcd.snapshot;

import io.daytwo.progress.ProgressEvent;
import io.daytwo.progress.ProgressListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Copies a database. The hash is taken of what the copy holds, not of what it was made from: a source that changes
 * meanwhile cannot pass. The disk is kept writing while bytes still arrive, so that the last fsync has little left to
 * do.
 */
final class DatabaseCopy {
    private static final int CHUNK = 8 << 20;
    private static final int HASHED_AT_ONCE = 128 << 10;
    private static final long WRITTEN_BACK_AT_ONCE = 64L << 20;

    private final FileChannel copy;
    private final long size;
    private final CopiedBytes copied = new CopiedBytes();

    DatabaseCopy(FileChannel copy, long size) {
        this.copy = copy;
        this.size = size;
    }

    /** Copies, in the calling thread. */
    void from(SnapshotSource source, DataDirFiles files, ProgressListener listener, String what) throws IOException {
        try {
            for (long at = 0; at < size; ) {
                long moved = files.copy(source.channel(), at, Math.min(CHUNK, size - at), copy);
                if (moved <= 0) {
                    throw new IOException("the snapshot became shorter while it was read");
                }
                at += moved;
                copied.advanceTo(at);
                listener.on(new ProgressEvent.Advanced(what, at, size));
            }
        } finally {
            copied.finish();
        }
    }

    /** Hashes what has been copied, following the copy until it ends. */
    MessageDigest hash() throws IOException, InterruptedException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[HASHED_AT_ONCE];
        long at = 0;
        while (at < size) {
            long end = copied.awaitBeyond(at);
            if (end <= at) {
                throw new IOException("the copy was not ended");
            }
            while (at < end) {
                int read = copy.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, end - at)), at);
                if (read < 0) {
                    throw new IOException("the copy became shorter while it was read");
                }
                digest.update(buffer, 0, read);
                at += read;
            }
        }
        return digest;
    }

    /** Has the disk write what has been copied, piece after piece until the end; a small copy is left to the fsync. */
    void writeBack() throws IOException, InterruptedException {
        long at = 0;
        long end = copied.awaitBeyond(WRITTEN_BACK_AT_ONCE);
        while (end > at && size > WRITTEN_BACK_AT_ONCE) {
            copy.force(false);
            at = end;
            end = copied.awaitBeyond(Math.min(at + WRITTEN_BACK_AT_ONCE, size - 1));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
