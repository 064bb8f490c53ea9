package io.daytwo.node;

import io.daytwo.node.NodeFileException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that is written beside its place here, and gets its name when it is complete. */
final class LocalPart implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.digest();
    private final String node;
    private final String path;
    private volatile @Nullable IOException failure;

    private LocalPart(Path file, Path part, FileChannel channel, String node, String path) {
        this.file = file;
        this.part = part;
        this.channel = channel;
        this.node = node;
        this.path = path;
    }

    static LocalPart create(Path file, String node, String path) {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            if (Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            FileChannel channel = FileChannel.open(
                    part,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return new LocalPart(file, part, channel, node, path);
        } catch (FileAlreadyExistsException e) {
            throw new NodeFileException(Reason.EXISTS, "this machine", e.getFile(), "", e);
        } catch (IOException e) {
            throw new NodeFileException(Reason.FAILED, "this machine", part.toString(), e.toString(), e);
        }
    }

    OutputStream stream(ByteProgress progress) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                digest.update(bytes, from, count);
                ByteBuffer left = ByteBuffer.wrap(bytes, from, count);
                try {
                    while (left.hasRemaining()) {
                        channel.write(left);
                    }
                } catch (IOException e) {
                    failure = e;
                    throw e;
                }
                progress.advanced(count);
            }
        };
    }

    /** The thread that writes is the connection's, where an error ends the command: here it is told. */
    void requireWritten() {
        IOException failed = failure;
        if (failed != null) {
            String words = String.valueOf(failed.getMessage());
            boolean full = words.contains("No space left on device") || words.contains("Disk quota exceeded");
            throw new NodeFileException(
                    full ? Reason.NO_SPACE : Reason.FAILED, "this machine", part.toString(), words, failed);
        }
    }

    void requireHash(String hash) {
        String ours = HexFormat.of().formatHex(digest.digest());
        if (!ours.equals(hash)) {
            throw new NodeFileException(
                    Reason.DAMAGED, node, path, "SHA-256 " + hash + " there, " + ours + " here", null);
        }
    }

    void complete() {
        try {
            channel.force(true);
            Files.createLink(file, part);
            Files.delete(part);
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
                folder.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            throw new NodeFileException(Reason.EXISTS, "this machine", file.toString(), "", e);
        } catch (IOException e) {
            throw new NodeFileException(Reason.FAILED, "this machine", file.toString(), e.toString(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            SshSession.LOG.warn("{} could not be removed", part, e);
        }
    }
}
