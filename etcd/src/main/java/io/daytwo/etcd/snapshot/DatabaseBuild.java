package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.bbolt.BoltFile;
import io.daytwo.etcd.internal.bbolt.BoltFormatException;
import io.daytwo.etcd.internal.bbolt.PageSource;
import io.daytwo.etcd.internal.bbolt.Patch;
import io.daytwo.progress.ProgressEvent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * Makes the database of a new member out of a snapshot: copies it, checks the copy whole, patches it, checks it whole
 * again. Hash and write-back run beside the copy and the first check, the fsync beside the second, each in a thread of
 * its own that ends with the call.
 */
final class DatabaseBuild {
    private final DataDirFiles files;
    private final RestoreOrder order;

    DatabaseBuild(DataDirFiles files, RestoreOrder order) {
        this.files = files;
        this.order = order;
    }

    RestoredDatabase write(SnapshotSource source, Path path) throws IOException, InterruptedException {
        String what = "restore " + path.getFileName() + " from " + source.path();
        long start = System.nanoTime();
        long size = source.databaseBytes();
        order.options().listener().on(new ProgressEvent.Started(what, size));
        try (FileChannel database = files.create(path);
                Workers workers = new Workers("restore")) {
            DatabaseCopy copy = new DatabaseCopy(database, size);
            Future<MessageDigest> digest = workers.submit(copy::hash);
            Future<?> writeBack = workers.start(copy::writeBack);
            copy.from(source, files, order.options().listener(), what);
            SnapshotReport before = source.check(database, size);
            String sha256 = source.requireIntact(Workers.join(digest));
            long revision = order.admit(before);
            long restored = patch(source, database, RestoreOrder.revisionOf(before), revision);
            Future<?> fsync = workers.start(() -> files.force(database));
            RestoredDatabase result = new RestoredDatabase(before, revision, sha256);
            result.requireIn(source.check(database, restored), order);
            Workers.await(writeBack);
            Workers.await(fsync);
            order.options()
                    .listener()
                    .on(new ProgressEvent.Finished(what, size, Duration.ofNanos(System.nanoTime() - start)));
            return result;
        }
    }

    private long patch(SnapshotSource source, FileChannel database, long oldRevision, long newRevision)
            throws IOException {
        long size = source.databaseBytes();
        Patch patch;
        try {
            patch = RestorePatch.of(BoltFile.open(PageSource.of(database, size)), order, oldRevision, newRevision);
        } catch (BoltFormatException e) {
            throw source.corrupted(e);
        }
        for (Patch.Piece piece : patch.pieces()) {
            files.write(database, piece.bytes(), piece.position());
        }
        if (size > patch.size()) {
            files.truncate(database, patch.size());
        }
        return patch.size();
    }
}
