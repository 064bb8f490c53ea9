package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.BoltFile;
import io.daytwo.etcd.internal.bbolt.BoltFormatException;
import io.daytwo.etcd.internal.bbolt.PageSource;
import io.daytwo.etcd.internal.proto.MalformedRecordException;
import io.daytwo.etcd.snapshot.SnapshotUnreadableException.Kind;
import io.daytwo.progress.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of etcd's database in a local file, as {@code etcdctl snapshot save} or {@code EtcdBackup} wrote it, or a
 * raw copy of a {@code member/snap/db}. The file is only ever read, may be read-only, and is never mapped into memory;
 * nothing stays open between calls. Whatever is in it, the answer is a report or one of the two exceptions of this
 * package, with at most some 60 MB of heap. The file is read once up to 786,432 keys (32 to 64 bytes of heap each), and
 * its keys once more for each such number, rounded up to a power of two, beyond.
 *
 * <p>Thread-safe; calls wait for each other.
 */
public final class Snapshot {
    private final Path path;
    private final FileIdentity identity;
    private @Nullable ScanResult scan;
    private @Nullable SnapshotReport report;
    private @Nullable HashKv latest;

    private Snapshot(Path path, FileIdentity identity) {
        this.path = path;
        this.identity = identity;
    }

    /**
     * Names a snapshot; its contents are not read yet.
     *
     * @param path the file; a symbolic link is followed
     * @return the snapshot
     * @throws SnapshotUnreadableException when there is no such file, or it is no regular file
     */
    public static Snapshot open(Path path) {
        return new Snapshot(path, FileIdentity.of(path));
    }

    /** {@return the file} */
    public Path path() {
        return path;
    }

    FileIdentity identity() {
        return identity;
    }

    /**
     * The same snapshot after its file got another name. What was verified stays known; a file that is not the same one
     * is refused when it is read.
     *
     * @param name the name it has now
     * @return the snapshot under that name
     */
    public synchronized Snapshot renamed(Path name) {
        Snapshot renamed = new Snapshot(name, identity);
        renamed.scan = scan;
        renamed.report = report;
        renamed.latest = latest;
        return renamed;
    }

    /**
     * Reads the whole file and proves it sound: the SHA-256 behind it where there is one, the structure of all pages,
     * the form of all records.
     *
     * @return what it holds
     * @throws SnapshotCorruptedException when it is not sound
     * @throws SnapshotUnreadableException when it cannot be read, or changes meanwhile
     */
    public SnapshotReport verify() {
        return verify(ProgressListener.none());
    }

    /**
     * Like {@link #verify()}, with progress in bytes.
     *
     * @param listener hears of it, on another thread
     * @return what it holds
     * @throws SnapshotCorruptedException when it is not sound
     * @throws SnapshotUnreadableException when it cannot be read, or changes meanwhile
     */
    public synchronized SnapshotReport verify(ProgressListener listener) {
        SnapshotReport fresh = reading(channel -> check(channel, listener));
        report = fresh;
        return fresh;
    }

    private Verdict verdict() {
        return FileDigest.isTrailed(identity.size()) ? Verdict.INTACT : Verdict.UNHASHED;
    }

    /**
     * The report of the last {@link #verify}, which is run if it never was.
     *
     * @return what the file holds
     * @throws SnapshotCorruptedException when it is not sound
     * @throws SnapshotUnreadableException when it cannot be read, or changes meanwhile
     */
    public synchronized SnapshotReport report() {
        SnapshotReport known = report;
        return known == null ? verify() : known;
    }

    /**
     * The hash of the key-value history at its latest revision, see {@link #hashKv(long)}.
     *
     * @return the hash with its revisions
     * @throws SnapshotCorruptedException when the file is not sound
     * @throws SnapshotUnreadableException when it cannot be read, or changes meanwhile
     */
    public HashKv hashKv() {
        return hashKv(0);
    }

    /**
     * Computes what members of a cluster compare among themselves (the HashKV call, {@code etcdutl hashkv}). The
     * structure of all pages and the form of all records are checked unless that was done; the SHA-256 behind the
     * database is not: only {@link #verify} looks at it, and mostly has the latest hash at hand afterwards.
     *
     * @param revision up to which revision; 0 for the latest
     * @return the hash with its revisions
     * @throws IllegalArgumentException when history at that revision is compacted, or not yet there
     * @throws SnapshotCorruptedException when the file is not sound
     * @throws SnapshotUnreadableException when it cannot be read, or changes meanwhile
     */
    public synchronized HashKv hashKv(long revision) {
        ScanResult known = scan;
        ScanResult found = known != null ? known : reading(channel -> scan(database(channel)));
        HashKv hash = latest;
        return hash != null && (revision == 0 || revision == hash.revision())
                ? hash
                : reading(channel -> keyspaceHash(channel, found, revision));
    }

    /** Reads all pages; where all history counts, its hash comes with them. */
    private ScanResult scan(PageSource database) {
        CRC32C history = KeyspaceHash.started();
        ScanResult found = SnapshotScan.of(path, database, history);
        latest = KeyspaceHash.ofAll(history, found).orElse(null);
        scan = found;
        return found;
    }

    private HashKv keyspaceHash(FileChannel channel, ScanResult scan, long revision) {
        return KeyspaceHash.of(BoltFile.open(database(channel)), scan, revision);
    }

    private PageSource database(FileChannel channel) {
        return PageSource.of(channel, FileDigest.withoutTrailer(identity.size()));
    }

    /** Scans the pages while another thread hashes the file. */
    private SnapshotReport check(FileChannel channel, ProgressListener listener) {
        PageSource whole = PageSource.of(channel, identity.size());
        try (FileDigest digest = FileDigest.start(path, whole, listener)) {
            ScanResult found = scan(database(channel).tappedBy(digest.tap()));
            return found.report(verdict(), digest.await(), identity.size());
        }
    }

    private <T> T reading(Function<FileChannel, T> work) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            identity.requireUnchanged(path);
            T result = work.apply(channel);
            identity.requireUnchanged(path);
            return result;
        } catch (SnapshotCorruptedException e) {
            identity.requireUnchanged(path);
            throw e;
        } catch (BoltFormatException | MalformedRecordException e) {
            identity.requireUnchanged(path);
            throw new SnapshotCorruptedException(path, SnapshotCorruptedException.Kind.STRUCTURE, e.toString());
        } catch (UncheckedIOException e) {
            throw failed(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private SnapshotUnreadableException failed(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            Thread.currentThread().interrupt();
            return new SnapshotUnreadableException(
                    path, Kind.INTERRUPTED, "The thread was interrupted.", "Run it again.", e);
        }
        return FileIdentity.readFailed(path, e);
    }
}
