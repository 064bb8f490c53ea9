package io.daytwo.node;

import io.daytwo.node.NodeFileException.Reason;
import io.daytwo.progress.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files of the machine of this JVM: read by Java, hashed and written by the same commands as on any other node. */
final class LocalNodeFiles implements NodeFiles {
    private static final int MOST_NAMES = 10_000;

    private final NodeFiles commands;

    LocalNodeFiles(NodeFiles commands) {
        this.commands = commands;
    }

    @Override
    public String sha256(String path) {
        return commands.sha256(path);
    }

    @Override
    public void create(String path, byte[] content, int mode) {
        commands.create(path, content, mode);
    }

    @Override
    public void replace(String path, byte[] content) {
        commands.replace(path, content);
    }

    @Override
    public void upload(Path from, String path, ProgressListener listener) {
        commands.upload(from, path, listener);
    }

    @Override
    public void download(String path, Path to, ProgressListener listener) {
        commands.download(path, to, listener);
    }

    @Override
    public byte[] read(String path, long maxBytes) {
        Path file = NodePath.require(path);
        FileStat stat = stat(path)
                .orElseThrow(() -> belowAFile(file)
                        ? failure(Reason.WRONG_TYPE, path, "below what is no folder", null)
                        : failure(Reason.MISSING, path, "", null));
        if (!stat.isFile()) {
            throw failure(Reason.WRONG_TYPE, path, stat.isFolder() ? "a folder" : "a socket, pipe or device", null);
        }
        int limit = (int) Math.min(maxBytes, Integer.MAX_VALUE - 9);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw failure(Reason.TOO_LARGE, path, "over " + limit + " bytes", null);
            }
            return content;
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    @Override
    public Optional<FileStat> stat(String path) {
        Path file = NodePath.require(path);
        try {
            PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
            return Optional.of(new FileStat(
                    path,
                    type(found),
                    Files.isSymbolicLink(file),
                    found.size(),
                    mode(found.permissions()),
                    found.owner().getName(),
                    found.group().getName(),
                    found.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw failure(path, e);
        } catch (IOException e) {
            if (belowAFile(file)) {
                return Optional.empty();
            }
            throw failure(path, e);
        }
    }

    /** ENOTDIR, which Java tells only by words in the machine's language. */
    private static boolean belowAFile(Path file) {
        Path above = file.getParent();
        return above != null && (Files.isRegularFile(above) || belowAFile(above));
    }

    private static FileStat.Type type(PosixFileAttributes found) {
        if (found.isRegularFile()) {
            return FileStat.Type.FILE;
        }
        return found.isDirectory() ? FileStat.Type.FOLDER : FileStat.Type.OTHER;
    }

    private static int mode(Set<PosixFilePermission> permissions) {
        String bits = PosixFilePermissions.toString(permissions).replaceAll("[rwx]", "1");
        return Integer.parseInt(bits.replace('-', '0'), 2);
    }

    @Override
    public List<String> list(String dir) {
        Path folder = NodePath.require(dir);
        List<String> names = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (names.size() == MOST_NAMES) {
                    throw failure(Reason.TOO_LARGE, dir, "over " + MOST_NAMES + " names", null);
                }
                names.add(entry.getFileName().toString());
            }
        } catch (IOException e) {
            throw failure(dir, e);
        }
        Collections.sort(names);
        return List.copyOf(names);
    }

    static NodeFileException failure(String path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return failure(Reason.MISSING, path, "", e);
        }
        if (e instanceof AccessDeniedException) {
            return failure(Reason.DENIED, path, "", e);
        }
        if (e instanceof NotDirectoryException) {
            return failure(Reason.WRONG_TYPE, path, "no folder", e);
        }
        return failure(Reason.FAILED, path, String.valueOf(e.getMessage()), e);
    }

    private static NodeFileException failure(Reason reason, String path, String evidence, @Nullable IOException e) {
        return new NodeFileException(reason, LocalNodeExecutor.NAME, path, evidence, e);
    }
}
