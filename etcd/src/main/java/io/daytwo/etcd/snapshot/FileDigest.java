package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.PageSource;
import io.daytwo.etcd.internal.bbolt.ReadTap;
import io.daytwo.progress.ProgressEvent;
import io.daytwo.progress.ProgressListener;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of a file, on a thread of its own, in order from the first byte to the last, while another thread walks its
 * pages. The thread ends with {@link #close}, at the latest one block later.
 */
final class FileDigest implements AutoCloseable {
    private static final long EVENT_EVERY = 16L << 20;
    private static final int TRAILER = 32;

    private final Path path;
    private final PageSource file;
    private final boolean trailed;
    private final SharedReading shared;
    private final ProgressListener listener;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;
    private volatile boolean matches;
    private volatile String sha256 = "";

    private FileDigest(Path path, PageSource file, boolean trailed, ProgressListener listener) {
        this.path = path;
        this.file = file;
        this.trailed = trailed;
        this.shared = new SharedReading(file, withoutTrailer(file.length()));
        this.listener = listener;
        this.thread = new Thread(this::run, "daytwo-sha256");
        thread.setDaemon(true);
    }

    /** Whether a file of this size ends with a SHA-256; etcd goes by nothing else. */
    static boolean isTrailed(long size) {
        return size % 512 == TRAILER;
    }

    static long withoutTrailer(long size) {
        return isTrailed(size) ? size - TRAILER : size;
    }

    static FileDigest start(Path path, PageSource file, ProgressListener listener) {
        FileDigest digest = new FileDigest(path, file, isTrailed(file.length()), listener.guarded());
        digest.thread.start();
        return digest;
    }

    private void run() {
        try {
            digest();
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            shared.close();
        }
    }

    private void digest() {
        long began = System.nanoTime();
        String what = "check of ".concat(String.valueOf(path.getFileName()));
        listener.on(new ProgressEvent.Started(what, file.length()));
        MessageDigest sha = sha256();
        long done = 0;
        for (SharedReading.Block block = shared.take(); block.size() > 0 && !stopped; block = shared.take()) {
            sha.update(block.bytes(), 0, block.size());
            done += block.size();
            if (done / EVENT_EVERY > (done - block.size()) / EVENT_EVERY) {
                listener.on(new ProgressEvent.Advanced(what, done, file.length()));
            }
        }
        if (stopped) {
            return;
        }
        if (trailed) {
            byte[] trailer = file.bytes(withoutTrailer(file.length()), TRAILER);
            matches = MessageDigest.isEqual(copy(sha).digest(), trailer);
            sha.update(trailer);
        }
        sha256 = HexFormat.of().formatHex(sha.digest());
        listener.on(new ProgressEvent.Finished(what, file.length(), Duration.ofNanos(System.nanoTime() - began)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static MessageDigest copy(MessageDigest sha) {
        try {
            return (MessageDigest) sha.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }

    /** {@return takes what another thread reads of the same file, and spares it a reading} */
    ReadTap tap() {
        return shared;
    }

    /** Waits for the end of the file: SHA-256 of all of it, once it is sure that a trailer matches. */
    String await() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new ClosedByInterruptException());
        }
        Throwable failed = failure;
        if (failed instanceof Error error) {
            throw error;
        }
        if (failed instanceof RuntimeException exception) {
            throw exception;
        }
        if (trailed && !matches) {
            throw new SnapshotCorruptedException(
                    path,
                    SnapshotCorruptedException.Kind.HASH_MISMATCH,
                    "The SHA-256 behind the database is not that of its bytes: they changed after the server sent them.");
        }
        return sha256;
    }

    @Override
    public void close() {
        stopped = true;
        shared.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
