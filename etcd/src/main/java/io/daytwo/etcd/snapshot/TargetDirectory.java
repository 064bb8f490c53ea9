package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.snapshot.Publication.Move;
import io.daytwo.etcd.snapshot.RestoreRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The place where a directory is to appear. Where there is none yet, it is built beside its name and renamed. Where an
 * empty one is, it stays, with owner, mode and label, be it a mount point or not: its content is built within it and
 * renamed into it.
 *
 * @param path absolute
 * @param present whether the directory is there
 */
record TargetDirectory(Path path, boolean present) {
    private static final String MADE_BY_MKFS = "lost+found";
    private static final int SHOWN = 5;

    /** Looks at a target and removes what killed runs left for it. */
    static TargetDirectory swept(DataDirFiles files, Path given) throws IOException {
        Path path = given.toAbsolutePath().normalize();
        Path folder = path.getParent();
        if (folder == null || path.getFileName() == null) {
            throw new IllegalArgumentException(given + ": is no place for a directory");
        }
        boolean present = Files.isDirectory(path);
        if (!present && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new RestoreRefusedException(
                    Reason.TARGET_IS_NO_DIRECTORY,
                    path.toString(),
                    "A file, or a link that leads nowhere, has this name.",
                    "Look at what it is and move it aside, or restore under another name.");
        }
        if (!present && !Files.isDirectory(folder)) {
            throw new RestoreRefusedException(
                    Reason.NO_FOLDER,
                    folder.toString(),
                    "There is no such directory.",
                    "Make it, with the owner that etcd runs as, and run this again.");
        }
        TargetDirectory target = new TargetDirectory(path, present);
        target.sweep(files, folder);
        return target;
    }

    private void sweep(DataDirFiles files, Path folder) throws IOException {
        if (Files.isReadable(folder)) {
            Staging.sweep(files, folder, siblingPrefix());
        }
        if (present) {
            Staging.sweep(files, path, innerPrefix());
        }
    }

    /** Requires that nothing is there. */
    void requireFree() throws IOException {
        List<String> found = !present
                ? List.of()
                : Staging.list(path).stream()
                        .map(child -> child.getFileName().toString())
                        .filter(name -> !name.equals(MADE_BY_MKFS))
                        .sorted()
                        .limit(SHOWN)
                        .toList();
        if (!found.isEmpty()) {
            throw new DataDirNotEmptyException(path, found);
        }
    }

    /** An existing directory on the file system that will hold the content. */
    Path onItsFileSystem() {
        return present ? path : Objects.requireNonNull(path.getParent(), "was looked at");
    }

    Staging stage(DataDirFiles files) throws IOException {
        return Staging.create(files, onItsFileSystem(), present ? innerPrefix() : siblingPrefix());
    }

    /** The renames that bring what was built to its place. */
    List<Move> moves(Path built) throws IOException {
        if (!present) {
            return List.of(new Move(built, path));
        }
        return Staging.list(built).stream()
                .sorted()
                .map(child -> new Move(child, path.resolve(child.getFileName())))
                .toList();
    }

    private String siblingPrefix() {
        return "." + path.getFileName() + ".restoring-";
    }

    private static String innerPrefix() {
        return ".restoring-";
    }
}
