package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.snapshot.RestoreRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory to build in, on the file system of the target. It is known as ours by its name and the marker in it, and
 * as in use by a lock on the marker, which the kernel takes away with the process. Closing removes it with all that is
 * in it; a killed run's is removed by the next run, after its publication has been undone.
 */
final class Staging implements AutoCloseable {
    static final String MARKER = "daytwo-restore";

    private static final int ID_BYTES = 8;
    private static final byte[] NOTE =
            ("An etcd restore was building here. When none runs any more, this directory is of"
                            + " no use; the next restore to the same place removes it.\n")
                    .getBytes(StandardCharsets.UTF_8);

    private final DataDirFiles files;
    private final Path path;
    private final FileChannel marker;
    private boolean kept;

    private Staging(DataDirFiles files, Path path, FileChannel marker) {
        this.files = files;
        this.path = path;
        this.marker = marker;
    }

    /**
     * Makes one.
     *
     * @param folder to make it in
     * @param prefix its name up to the random part
     */
    static Staging create(DataDirFiles files, Path folder, String prefix) throws IOException {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        Path path = folder.resolve(prefix + HexFormat.of().formatHex(id));
        files.createDirectory(path);
        FileChannel marker = null;
        boolean ready = false;
        try {
            marker = files.create(path.resolve(MARKER));
            if (marker.tryLock() == null) {
                throw busy(path);
            }
            files.write(marker, ByteBuffer.wrap(NOTE), 0);
            ready = true;
            return new Staging(files, path, marker);
        } finally {
            if (!ready) {
                discard(files, path, marker);
            }
        }
    }

    private static void discard(DataDirFiles files, Path path, @Nullable FileChannel marker) throws IOException {
        try (marker) {
            deleteTree(files, path);
        }
    }

    /**
     * Removes what killed runs of this user have left under this prefix, and undoes what they had begun to publish.
     * What others made is not believed, and not touched.
     */
    static void sweep(DataDirFiles files, Path folder, String prefix) throws IOException {
        Pattern ours = Pattern.compile(Pattern.quote(prefix) + "[0-9a-f]{" + 2 * ID_BYTES + "}");
        for (Path found : list(folder)) {
            boolean named = ours.matcher(found.getFileName().toString()).matches();
            if (named && Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS) && OwnDirectory.is(found)) {
                sweep(files, found);
            }
        }
    }

    private static void sweep(DataDirFiles files, Path stale) throws IOException {
        Path marker = stale.resolve(MARKER);
        if (!Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)) {
            if (list(stale).isEmpty()) {
                files.delete(stale);
            }
            return;
        }
        try (FileChannel channel =
                FileChannel.open(marker, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw busy(stale);
            }
            Publication.undo(files, stale);
            deleteTree(files, stale);
        } catch (OverlappingFileLockException e) {
            throw busy(stale);
        } catch (NoSuchFileException e) {
            // Its run ended in this moment.
        }
    }

    private static RestoreRefusedException busy(Path staging) {
        return new RestoreRefusedException(
                Reason.BUSY,
                staging.toString(),
                "Another run is building there for the same target.",
                "Wait for that run to end.");
    }

    Path path() {
        return path;
    }

    /** Leaves it, with the record of a publication that could not be taken back, to the next run. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (kept) {
            marker.close();
        } else {
            discard(files, path, marker);
        }
    }

    /** The marker goes last, so that what is left of an interrupted removal is still known as ours. */
    private static void deleteTree(DataDirFiles files, Path tree) throws IOException {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : list(tree)) {
                if (!child.endsWith(MARKER)) {
                    deleteTree(files, child);
                }
            }
            if (Files.exists(tree.resolve(MARKER), LinkOption.NOFOLLOW_LINKS)) {
                files.delete(tree.resolve(MARKER));
            }
        }
        files.delete(tree);
    }

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }
}
