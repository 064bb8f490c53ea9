package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.BoltFile;
import io.daytwo.etcd.internal.bbolt.BoltFormatException;
import io.daytwo.etcd.internal.bbolt.PageSource;
import io.daytwo.etcd.snapshot.RestoreRefusedException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The file of a snapshot, open for reading, and the hash behind its database. Thread-safe. */
final class SnapshotSource implements AutoCloseable {
    private final Path path;
    private final FileIdentity identity;
    private final FileChannel channel;
    private final long databaseBytes;
    private final byte[] trailer;

    private SnapshotSource(Path path, FileIdentity identity, FileChannel channel, long databaseBytes, byte[] trailer) {
        this.path = path;
        this.identity = identity;
        this.channel = channel;
        this.databaseBytes = databaseBytes;
        this.trailer = trailer;
    }

    /** Opens it; one without hash is refused unless that was accepted. */
    static SnapshotSource open(RestoreOrder order) throws IOException {
        Path path = order.snapshot();
        FileIdentity identity = order.identity();
        identity.requireUnchanged(path);
        long size = identity.size();
        boolean trailed = FileDigest.isTrailed(size);
        if (!trailed && !order.options().acceptUnhashed()) {
            throw new RestoreRefusedException(
                    Reason.UNHASHED,
                    path.toString(),
                    "There is no SHA-256 behind its database: it is a copied member/snap/db, or was cut.",
                    "Take a snapshot with a hash, or accept the risk with acceptUnhashed().");
        }
        FileChannel channel = open(path);
        try {
            identity.requireUnchanged(path);
            long bytes = trailed ? FileDigest.withoutTrailer(size) : databaseBytes(path, channel, size);
            byte[] trailer = trailed ? PageSource.of(channel, size).bytes(bytes, (int) (size - bytes)) : new byte[0];
            return new SnapshotSource(path, identity, channel, bytes, trailer);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel open(Path path) {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw FileIdentity.readFailed(path, e);
        }
    }

    /** A live database is longer than its pages: bbolt grows the file ahead. */
    private static long databaseBytes(Path path, FileChannel channel, long size) {
        try {
            return BoltFile.open(PageSource.of(channel, size)).size();
        } catch (BoltFormatException e) {
            throw corrupted(path, e);
        }
    }

    private static SnapshotCorruptedException corrupted(Path path, BoltFormatException e) {
        return new SnapshotCorruptedException(
                path, SnapshotCorruptedException.Kind.STRUCTURE, String.valueOf(e.getMessage()), "", e);
    }

    SnapshotCorruptedException corrupted(BoltFormatException e) {
        return corrupted(path, e);
    }

    Path path() {
        return path;
    }

    /** Bytes of the database, without the hash. */
    long databaseBytes() {
        return databaseBytes;
    }

    FileChannel channel() {
        return channel;
    }

    /** Checks a copy of the database, whole. */
    SnapshotReport check(FileChannel copy, long bytes) {
        return SnapshotScan.of(path, PageSource.of(copy, bytes))
                .report(trailer.length == 0 ? Verdict.UNHASHED : Verdict.INTACT, "", bytes + trailer.length);
    }

    /** Requires that what was copied is one file, and its digest the one behind it; gives back that of the whole. */
    String requireIntact(MessageDigest digest) {
        identity.requireUnchanged(path);
        MessageDigest whole = copy(digest);
        if (trailer.length > 0 && !MessageDigest.isEqual(digest.digest(), trailer)) {
            throw new SnapshotCorruptedException(
                    path,
                    SnapshotCorruptedException.Kind.HASH_MISMATCH,
                    "The SHA-256 behind the database is not that of its bytes: they changed after the server sent them.");
        }
        return HexFormat.of().formatHex(whole.digest(trailer));
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
