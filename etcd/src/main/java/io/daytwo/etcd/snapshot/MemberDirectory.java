package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.internal.mvcc.Membership;
import io.daytwo.etcd.internal.mvcc.VotingMember;
import io.daytwo.etcd.internal.wal.RestoredLog;
import io.daytwo.etcd.internal.wal.SnapFile;
import io.daytwo.etcd.snapshot.RestoreFailedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The data directory of one member, written whole: every file on disk before the directories that name it, and read
 * again. Layout and names: {@code etcdutl/snapshot/v3_snapshot.go}.
 */
final class MemberDirectory {
    private final DataDirFiles files;
    private final Path dataDir;
    private final Path walDir;

    /**
     * A directory to be.
     *
     * @param dataDir where to write it; must not be there yet
     * @param walDir where its log goes; must not be there yet, but its folder or be in {@code dataDir}
     */
    MemberDirectory(DataDirFiles files, Path dataDir, Path walDir) {
        this.files = files;
        this.dataDir = dataDir;
        this.walDir = walDir;
    }

    static Path walDirIn(Path dataDir) {
        return dataDir.resolve("member").resolve("wal");
    }

    RestoredDatabase write(RestoreOrder order, SnapshotSource source, VotingMember self)
            throws IOException, InterruptedException {
        Path member = dataDir.resolve("member");
        Path snap = member.resolve("snap");
        files.createDirectory(dataDir);
        files.createDirectory(member);
        files.createDirectory(snap);
        files.createDirectory(walDir);
        RestoredDatabase database = new DatabaseBuild(files, order).write(source, snap.resolve("db"));
        Membership membership = order.membership();
        writeFile(snap.resolve(SnapFile.name(membership)), SnapFile.of(membership));
        writeFile(walDir.resolve(RestoredLog.FILE_NAME), RestoredLog.of(membership, self));
        files.forceDirectory(walDir);
        files.forceDirectory(snap);
        files.forceDirectory(member);
        files.forceDirectory(dataDir);
        return database;
    }

    private void writeFile(Path path, byte[] content) throws IOException {
        try (FileChannel file = files.create(path)) {
            files.write(file, ByteBuffer.wrap(content), 0);
            files.force(file);
        }
        if (!Arrays.equals(Files.readAllBytes(path), content)) {
            throw new RestoreIoException(
                    Reason.READ_BACK_DIFFERS, path + " reads back as something else than was written", null);
        }
    }
}
