package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.snapshot.RestoreFailedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Work on a target whose failures become the public ones. */
@FunctionalInterface
interface RestoreAttempt<T> {
    /** ENOSPC and EDQUOT, for which the JDK has no types, as the C library words them. */
    List<String> FULL = List.of("No space left on device", "Disk quota exceeded");

    T run() throws IOException, InterruptedException;

    /** Runs it. */
    static <T> T on(Path target, RestoreAttempt<T> attempt) {
        try {
            return attempt.run();
        } catch (InterruptedException e) {
            throw interrupted(target, e);
        } catch (UncheckedIOException e) {
            throw failed(target, Objects.requireNonNull(e.getCause(), "always has one"));
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private static RestoreFailedException interrupted(Path target, Exception e) {
        Thread.currentThread().interrupt();
        return new RestoreFailedException(
                Reason.INTERRUPTED, target, "It was interrupted.", "Run it again when there is time for it.", e);
    }

    private static RestoreFailedException failed(Path target, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return interrupted(target, e);
        }
        Reason reason = reason(e);
        return new RestoreFailedException(reason, target, evidence(e), remedy(reason), e);
    }

    private static Reason reason(IOException e) {
        if (e instanceof RestoreIoException known) {
            return known.reason();
        }
        String message = String.valueOf(e.getMessage());
        if (FULL.stream().anyMatch(message::contains)) {
            return Reason.DISK_FULL;
        }
        return e instanceof AccessDeniedException || (e instanceof FileSystemException failure && isUnwritable(failure))
                ? Reason.NOT_ALLOWED
                : Reason.IO;
    }

    /** A read-only file system refuses the owner and root too, and the JDK has no type for that. */
    private static boolean isUnwritable(FileSystemException e) {
        Path folder = e.getFile() == null ? null : Path.of(e.getFile()).getParent();
        return folder != null && Files.isDirectory(folder) && !Files.isWritable(folder);
    }

    private static String evidence(IOException e) {
        return (e instanceof RestoreIoException ? "" : e.getClass().getSimpleName() + ": ") + e.getMessage() + ".";
    }

    private static String remedy(Reason reason) {
        return switch (reason) {
            case DISK_FULL -> "Make room, or restore to another file system, and run this again.";
            case NOT_ALLOWED -> "Run this as an owner of that folder, on a file system that can be written.";
            case READ_BACK_DIFFERS ->
                "Look into the kernel's log: the disk or its controller is at fault. Use another.";
            case IO, INTERRUPTED -> "Look into the kernel's log for the disk, and run this again.";
        };
    }
}
