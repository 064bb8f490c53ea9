package io.daytwo.plan;

import com.google.gson.JsonObject;
import io.daytwo.plan.JournalException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * An open journal: locked against other processes, appended to and forced to disk line by line. No channel: an
 * interrupt of the thread would close it and with it give up the lock.
 */
final class JournalFile implements AutoCloseable {
    private static final long LONGEST = 64L << 20;

    private final Path path;
    private final RandomAccessFile file;
    private final Probe probe;
    private final JournalContent content;
    private long end;

    private JournalFile(Path path, RandomAccessFile file, Probe probe) throws IOException {
        this.path = path;
        this.file = file;
        this.probe = probe;
        this.content = JournalContent.parse(path.toString(), readAll(path, file));
        this.end = content.wholeBytes();
    }

    static JournalFile open(Journal journal, Probe probe) {
        Path path = journal.path();
        try {
            create(path);
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            try {
                lock(path, file.getChannel());
                return new JournalFile(path, file, probe);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw io(path, "could not be opened", e);
        }
    }

    /** What a journal says now, without taking it. */
    static JournalContent peek(Journal journal) {
        Path path = journal.path();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return JournalContent.parse(path.toString(), new byte[0]);
        }
        requireRegular(path);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            return JournalContent.parse(path.toString(), readAll(path, file));
        } catch (IOException e) {
            throw io(path, "could not be read", e);
        }
    }

    private static void create(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode("rwx------"));
        }
        try {
            Files.createFile(path, mode("rw-------"));
            if (folder != null) {
                force(folder);
            }
        } catch (FileAlreadyExistsException e) {
            requireRegular(path);
        }
    }

    private static FileAttribute<?> mode(String letters) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(letters));
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void requireRegular(Path path) {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new JournalException(
                    Kind.FOREIGN,
                    path.toString(),
                    "is a link, a folder or a device, not a file. Nothing was changed.",
                    "Give another path.");
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        boolean taken;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            taken = false;
        }
        if (!taken) {
            throw new JournalException(
                    Kind.BUSY,
                    path.toString(),
                    "is in use by another run. Nothing was changed.",
                    "Wait for that run to end.");
        }
    }

    private static byte[] readAll(Path path, RandomAccessFile file) throws IOException {
        if (file.length() > LONGEST) {
            throw new JournalException(
                    Kind.FOREIGN,
                    path.toString(),
                    "is longer than any journal. Nothing was changed.",
                    "Give another path.");
        }
        byte[] bytes = new byte[(int) file.length()];
        file.seek(0);
        file.readFully(bytes);
        return bytes;
    }

    private static JournalException io(Path path, String problem, IOException cause) {
        return new JournalException(
                Kind.IO,
                path.toString(),
                problem + ": " + cause + ".",
                "Make the folder writable, with room left, and run the same plan again.",
                cause);
    }

    Path path() {
        return path;
    }

    /** What it said when it was opened. */
    JournalContent content() {
        return content;
    }

    /**
     * Returns when the line is on disk. What was left half-written before, by an earlier process or for want of room,
     * is cut off. One line after another, also from lanes.
     */
    synchronized void append(JsonObject record) {
        String point = record.get("record").getAsString();
        probe.at("before journal " + point);
        byte[] line = JournalLine.of(record).getBytes(StandardCharsets.UTF_8);
        try {
            file.setLength(end);
            file.seek(end);
            file.write(line);
            file.getFD().sync();
            end += line.length;
        } catch (IOException e) {
            cutBack(e);
            throw io(path, "could not be written", e);
        }
        probe.at("after journal " + point);
    }

    /** Where this fails too, a torn line is left, which the next attempt leaves out. */
    private void cutBack(IOException error) {
        try {
            file.setLength(end);
        } catch (IOException e) {
            error.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
