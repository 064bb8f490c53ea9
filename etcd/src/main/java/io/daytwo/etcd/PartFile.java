package io.daytwo.etcd;

import io.daytwo.etcd.BackupRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is being written and has not its name yet: mode 0600 from creation, made with O_EXCL, no link followed,
 * locked while a process lives that writes it. Closing removes it; {@link #publish} gives its bytes another name first,
 * never one that is taken.
 *
 * <p>POSIX locks are lost when the process closes any descriptor of the file, as a reader in this process does. So the
 * lock alone is not trusted: before publishing it is taken anew and the name must still lead to the file that was
 * created.
 */
final class PartFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartFile.class);
    private static final Set<OpenOption> NEW = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> PRESENT = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final long FULL = 64 << 10;

    private final Path path;
    private final FileChannel channel;
    private final @Nullable Object identity;
    private FileLock lock;

    private PartFile(Path path, FileChannel channel, FileLock lock, @Nullable Object identity) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
        this.identity = identity;
    }

    /**
     * Creates it. A file of that name that no living process holds is what a killed run left, and is removed first.
     *
     * @param path the working name
     * @return the file, empty and locked
     * @throws IOException when the folder does not allow it
     */
    static PartFile create(Path path) throws IOException {
        removeStale(path);
        FileChannel channel;
        try {
            channel = FileChannel.open(path, NEW, ownerOnly(path));
        } catch (FileAlreadyExistsException e) {
            throw busy(path);
        }
        try {
            FileLock lock = lock(path, channel);
            return new PartFile(path, channel, lock, provenIdentity(path, channel));
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(path);
            throw e;
        } catch (BackupRefusedException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The identity of the open file. Between creation and lock another run may have taken the file for a stale one and
     * put its own in its place, and the JDK tells the identity of a name only. So the open file gets a random length,
     * and the name must show it.
     */
    private static @Nullable Object provenIdentity(Path path, FileChannel channel) throws IOException {
        int length = 1 + new SecureRandom().nextInt(1 << 20);
        channel.write(ByteBuffer.allocate(1), length - 1L);
        BasicFileAttributes named;
        try {
            named = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw busy(path);
        }
        if (named.size() != length) {
            throw busy(path);
        }
        channel.truncate(0);
        return named.fileKey();
    }

    private static void removeStale(Path path) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!found.isRegularFile()) {
            throw new BackupRefusedException(
                    Reason.FILE_IN_THE_WAY,
                    path.toString(),
                    "It is needed as the working file, but is no regular file.",
                    "Look at what it is and move it aside, or save under another name.");
        }
        try (FileChannel channel = FileChannel.open(path, PRESENT)) {
            FileLock held = lock(path, channel);
            if (Objects.equals(found.fileKey(), identity(path))) {
                Files.delete(path);
            }
            held.release();
        } catch (NoSuchFileException e) {
            // Its run ended in this moment.
        }
    }

    private static FileLock lock(Path path, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw busy(path);
        }
        return lock;
    }

    private static BackupRefusedException busy(Path path) {
        return new BackupRefusedException(
                Reason.BUSY,
                path.toString(),
                "Another run is writing it.",
                "Wait for that run, or save under another name.");
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static FileAttribute<?>[] ownerOnly(Path path) throws IOException {
        boolean posix = Files.getFileStore(folder(path)).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static Path folder(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file has a folder");
    }

    Path path() {
        return path;
    }

    Path folder() {
        return folder(path);
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void force() throws IOException {
        channel.force(true);
    }

    long usableBytes() throws IOException {
        return usableBytes(path);
    }

    private static long usableBytes(Path path) throws IOException {
        return Files.getFileStore(folder(path)).getUsableSpace();
    }

    boolean isDiskFull() {
        return isDiskFull(path);
    }

    /** {@return whether the disk on which this file lies, or would, is full} */
    static boolean isDiskFull(Path path) {
        try {
            return usableBytes(path) < FULL;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Gives the bytes a name that must be free, and takes the working name away. A hard link fails where the name is
     * taken, in one step, which no rename of the JDK does. Where the file system has no hard links, the name is
     * reserved with O_EXCL and the file renamed over the reservation.
     *
     * @param target the name
     * @throws FileAlreadyExistsException when the name is taken
     * @throws IOException when it could not be done; the working file still is
     */
    void publish(Path target) throws IOException {
        reassure();
        try {
            Files.createLink(target, path);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            FileChannel.open(target, NEW, ownerOnly(target)).close();
            renameOver(target);
        }
    }

    private void renameOver(Path reservation) throws IOException {
        try {
            Files.move(path, reservation, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.delete(reservation);
            throw e;
        }
    }

    /**
     * Takes a name away that {@link #publish} gave, if it still leads to this file.
     *
     * @param target the name
     * @throws IOException when it could not be removed
     */
    void withdraw(Path target) throws IOException {
        try {
            if (Objects.equals(identity, identity(target))) {
                Files.delete(target);
            }
        } catch (NoSuchFileException e) {
            // Somebody was faster.
        }
    }

    private void reassure() throws IOException {
        lock.release();
        lock = lock(path, channel);
        try {
            if (!Objects.equals(identity, identity(path))) {
                throw busy(path);
            }
        } catch (NoSuchFileException e) {
            throw busy(path);
        }
    }

    /** Removes the working name, if it still leads to this file, and lets go. What cannot be removed is logged. */
    @Override
    public void close() {
        try {
            withdraw(path);
        } catch (IOException e) {
            LOG.warn("{} could not be removed; the next run to the same target tries again", path, e);
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("{} could not be closed", path, e);
        }
    }
}
