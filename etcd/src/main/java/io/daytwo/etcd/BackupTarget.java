package io.daytwo.etcd;

import io.daytwo.etcd.BackupRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The names of one backup: {@code TARGET}, its sidecar {@code TARGET.json}, and both with {@code .part} behind while
 * they are made.
 *
 * <p>The sidecar gets its name first, the snapshot second, so a snapshot that has its name always has its sidecar.
 * Working names go last: where a run died between the two, {@code TARGET.json} is still the same file as
 * {@code TARGET.json.part}, which tells the next run that the sidecar is a leftover of ours and may go. A sidecar
 * without that twin is somebody's and is refused.
 */
final class BackupTarget {
    private static final int STICKY = 01000;
    private static final int OTHERS_WRITE = 0002;

    /** Makes the names in a folder durable. */
    interface FolderSync {
        void force(Path folder) throws IOException;
    }

    private final Path target;
    private final FolderSync sync;
    private final Path part;
    private final Path sidecar;
    private final Path sidecarPart;

    BackupTarget(Path target) {
        this(target, BackupTarget::forceFolder);
    }

    BackupTarget(Path target, FolderSync sync) {
        this.target = target;
        this.sync = sync;
        this.part = beside(target, ".part");
        this.sidecar = beside(target, ".json");
        this.sidecarPart = beside(target, ".json.part");
    }

    private static Path beside(Path target, String ending) {
        Path name = target.getFileName();
        return name == null ? target : target.resolveSibling(name + ending);
    }

    Path path() {
        return target;
    }

    /**
     * Refuses what must not be written to, then takes the working file. Nothing else is touched.
     *
     * @return the working file of the snapshot, locked
     */
    PartFile claim() {
        checkFolder();
        checkTarget();
        try {
            checkSidecar();
            PartFile file = PartFile.create(part);
            if (isLeftover()) {
                Files.delete(sidecar);
            }
            return file;
        } catch (IOException e) {
            throw refused(
                    PartFile.isDiskFull(part) ? Reason.NO_SPACE : Reason.FOLDER_NOT_WRITABLE,
                    folder(),
                    "No file can be created there: " + e + ".",
                    "Look at its owner, its mount and its free space, or save elsewhere.");
        }
    }

    private @Nullable Path folder() {
        return target.toAbsolutePath().getParent();
    }

    private void checkFolder() {
        Path folder = folder();
        if (folder == null) {
            throw refused(Reason.TARGET_IS_A_DIRECTORY, target, "It is a directory.", "Give the name of a file.");
        }
        if (!Files.isDirectory(folder)) {
            throw refused(
                    Reason.NO_FOLDER, folder, "It is no directory.", "Create it with mode 0700, then run this again.");
        }
        try {
            int mode = (Integer) Files.getAttribute(folder, "unix:mode");
            if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
                throw refused(
                        Reason.FOLDER_IS_WORLD_WRITABLE,
                        folder,
                        "Everybody may rename and delete files there, and a snapshot holds every Secret of the cluster.",
                        "Take the right to write away from others (chmod o-w), or save elsewhere.");
            }
        } catch (UnsupportedOperationException | IllegalArgumentException | IOException e) {
            // A file system without modes: nothing to judge by.
        }
    }

    private void checkTarget() {
        BasicFileAttributes found = attributes(target);
        if (found == null) {
            return;
        }
        String remedy = "Save under another name; nothing is ever overwritten.";
        if (found.isSymbolicLink()) {
            throw refused(Reason.TARGET_IS_A_LINK, target, "It is a symbolic link, which is not followed.", remedy);
        }
        if (found.isDirectory()) {
            throw refused(Reason.TARGET_IS_A_DIRECTORY, target, "It is a directory.", "Give the name of a file in it.");
        }
        if (found.isOther()) {
            throw refused(Reason.TARGET_IS_NO_FILE, target, "It is a FIFO, a socket or a device.", remedy);
        }
        throw refused(Reason.TARGET_EXISTS, target, "It exists.", remedy);
    }

    private void checkSidecar() {
        if (attributes(sidecar) != null && !isLeftover()) {
            throw refused(
                    Reason.FILE_IN_THE_WAY,
                    sidecar,
                    "It exists, though " + target + " does not.",
                    "Look at it and move it aside, or save under another name.");
        }
    }

    private boolean isLeftover() {
        BasicFileAttributes named = attributes(sidecar);
        BasicFileAttributes twin = attributes(sidecarPart);
        return named != null
                && twin != null
                && named.isRegularFile()
                && named.fileKey() != null
                && named.fileKey().equals(twin.fileKey());
    }

    private static @Nullable BasicFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Gives both files their names and makes that durable. The snapshot must be forced to disk already.
     *
     * @param snapshot the working file
     * @param description the sidecar's bytes
     * @throws IOException when it could not be done; then neither name exists
     */
    void publish(PartFile snapshot, byte[] description) throws IOException {
        try (PartFile beside = PartFile.create(sidecarPart)) {
            beside.write(ByteBuffer.wrap(description));
            beside.force();
            publish(beside, sidecar);
            try {
                publishSnapshot(snapshot);
            } catch (IOException | RuntimeException e) {
                takeBack(beside, sidecar, e);
                throw e;
            }
        }
    }

    private void publishSnapshot(PartFile snapshot) throws IOException {
        publish(snapshot, target);
        try {
            sync.force(Objects.requireNonNull(folder(), "a file has a folder"));
        } catch (IOException | RuntimeException e) {
            takeBack(snapshot, target, e);
            throw e;
        }
    }

    private static void takeBack(PartFile file, Path name, Exception reason) {
        try {
            file.withdraw(name);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static void publish(PartFile file, Path name) throws IOException {
        try {
            file.publish(name);
        } catch (FileAlreadyExistsException e) {
            throw refused(
                    Reason.TARGET_EXISTS,
                    name,
                    "Somebody created it while the snapshot was being taken.",
                    "Save under another name; nothing is ever overwritten.");
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static BackupRefusedException refused(
            Reason reason, @Nullable Path subject, String evidence, String remedy) {
        return new BackupRefusedException(reason, String.valueOf(subject), evidence, remedy);
    }
}
